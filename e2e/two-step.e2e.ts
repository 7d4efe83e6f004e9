import { readFileSync } from 'node:fs'
import { TOTP } from 'otpauth'
import { expect, it } from 'vitest'
import { expectQuiet, newPerson, seeHeading, seeText, signIn, signOut, takePicture, useJourney } from './journey.ts'

const STEP_MS = 30_000

const journey = useJourney()

/** As an authenticator app. A step's code works once, so each use takes a later step; the server allows one ahead. */
const codeOf = (secret: string, stepsAhead: -1 | 0 | 1) =>
  new TOTP({ issuer: 'Wharf', secret }).generate({ timestamp: Date.now() + stepsAhead * STEP_MS })

it('two-step sign-in is switched on, asks for a code or a recovery code, and is switched off', async () => {
  const person = newPerson()
  const visit = await journey.visitAs(person, {
    path: '/settings/security',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const { page } = visit
  const dialog = page.getByRole('dialog')

  await page.getByRole('button', { name: 'Switch on' }).click()
  await dialog.getByLabel('Your password').fill('not my password')
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await seeText(page, 'That isn’t your password.')
  await dialog.getByLabel('Your password').fill(person.password)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await seeHeading(page, 'Add Wharf to your app')
  await dialog.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  const secret = (await dialog.locator('code').innerText()).replace(/\s/g, '')
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  await dialog.getByRole('button', { name: 'Copy key' }).click()
  await dialog.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
  await takePicture(page, 'totp-scan')
  await dialog.getByLabel('Code from the app').fill('000000')
  await dialog.getByRole('button', { name: 'Switch on' }).click()
  await seeText(page, 'That code isn’t right, or a newer one has replaced it.')
  await dialog.getByLabel('Code from the app').fill(codeOf(secret, -1))
  await dialog.getByRole('button', { name: 'Switch on' }).click()

  await seeHeading(page, 'Save your recovery codes')
  const codes = await dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()
  expect(new Set(codes).size).toBe(10)
  await dialog.getByRole('button', { name: 'Copy codes' }).click()
  await dialog.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'))
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('wharf-recovery-codes.txt')
  expect(readFileSync(await download.path(), 'utf8')).toContain(codes.join('\n'))
  // They are shown only now, so a stray Escape must not take them away.
  await page.keyboard.press('Escape')
  await takePicture(page, 'totp-codes')
  await dialog.getByRole('button', { name: 'I saved them' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('10 recovery codes left.').waitFor()

  await signOut(page)
  await signIn(page, person)
  await seeHeading(page, 'One more step')
  await takePicture(page, 'totp-step')
  await page.getByLabel('Code', { exact: true }).fill('123456')
  await seeText(page, 'That code isn’t right, or a newer one has replaced it.')
  expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe('')
  // Six digits are enough: nobody presses the button.
  await page.getByLabel('Code', { exact: true }).fill(codeOf(secret, 0))
  await seeHeading(page, 'Inbox')

  await signOut(page)
  await signIn(page, person)
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
  await page.getByLabel('Recovery code').fill(codes[0]?.toUpperCase() ?? '')
  await page.getByRole('button', { name: 'Log in' }).click()
  await seeHeading(page, 'Inbox')
  await signOut(page)
  await signIn(page, person)
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
  await page.getByLabel('Recovery code').fill(codes[0] ?? '')
  await page.getByRole('button', { name: 'Log in' }).click()
  await seeText(page, 'That recovery code isn’t right, or it has been used.')
  await page.getByLabel('Recovery code').fill(codes[1] ?? '')
  await page.getByRole('button', { name: 'Log in' }).click()
  await seeHeading(page, 'Inbox')

  await page.goto('/settings/security')
  await page.getByText('8 recovery codes left.').waitFor()
  await page.getByRole('button', { name: 'Switch off' }).click()
  await dialog.getByLabel('Your password').fill(person.password)
  await dialog.getByRole('button', { name: 'Switch off' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Off', { exact: true }).waitFor()
  await signOut(page)
  await signIn(page, person)
  await seeHeading(page, 'Inbox')
  expect((await journey.mailTo(person.email, 'Two-step sign-in is off')).text).toContain(person.name)
  expectQuiet(visit, 400, 401, 403)
}, 120_000)

it('new recovery codes replace the old ones', async () => {
  const person = newPerson()
  const { page } = await journey.visitAs(person, { path: '/settings/security' })
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Switch on' }).click()
  await dialog.getByLabel('Your password').fill(person.password)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  const secret = (await dialog.locator('code').innerText()).replace(/\s/g, '')
  await dialog.getByLabel('Code from the app').fill(codeOf(secret, 0))
  await dialog.getByRole('button', { name: 'Switch on' }).click()
  const codes = dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await codes.first().waitFor()
  const [old = ''] = await codes.allInnerTexts()
  await dialog.getByRole('button', { name: 'I saved them' }).click()

  await page.getByRole('button', { name: 'New recovery codes' }).click()
  await dialog.getByLabel('Your password').fill(person.password)
  await dialog.getByRole('button', { name: 'Make new codes' }).click()
  await codes.first().waitFor()
  const [renewed = ''] = await codes.allInnerTexts()
  await dialog.getByRole('button', { name: 'I saved them' }).click()

  await signOut(page)
  await signIn(page, person)
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
  await page.getByLabel('Recovery code').fill(old)
  await page.getByRole('button', { name: 'Log in' }).click()
  await seeText(page, 'That recovery code isn’t right, or it has been used.')
  await page.getByLabel('Recovery code').fill(renewed)
  await page.getByRole('button', { name: 'Log in' }).click()
  await seeHeading(page, 'Inbox')
})
