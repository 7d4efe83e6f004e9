import { expect, it } from 'vitest'
import { expectQuiet, newPerson, seeHeading, seeText, soon, takePicture, useJourney } from './journey.ts'

const journey = useJourney()

it('a second workspace is created, entered, left and renamed', async () => {
  const person = newPerson({ workspace: 'Kiln & Loom' })
  const visit = await journey.visitAs(person)
  const { page } = visit
  const switcher = (workspace: string) =>
    page.getByRole('button', { name: `Switch workspace: ${workspace}`, exact: true })
  await switcher('Kiln & Loom').click()
  await page.getByRole('menuitem', { name: 'Create a workspace' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create a workspace' })
  await dialog.getByRole('button', { name: 'Create a workspace' }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel('Workspace name').fill('Atelier Diallo')
  await dialog.getByRole('button', { name: 'Create a workspace' }).click()
  await seeText(page, 'Atelier Diallo is ready')
  await switcher('Atelier Diallo').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()

  // The other tab of this browser follows: one person is in one workspace.
  const other = await page.context().newPage()
  await other.goto('/settings/workspace')
  await other.getByRole('button', { name: 'Switch workspace: Atelier Diallo' }).waitFor()
  await switcher('Atelier Diallo').click()
  await takePicture(page, 'workspace-menu')
  await page.getByRole('menuitemcheckbox', { name: 'Kiln & Loom' }).click()
  await seeText(page, 'You’re in Kiln & Loom now')
  await switcher('Kiln & Loom').waitFor()
  await other.getByRole('button', { name: 'Switch workspace: Kiln & Loom' }).waitFor()
  await soon(() => other.getByLabel('Name').inputValue()).toBe('Kiln & Loom')
  await other.close()

  await page.goto('/settings/workspace')
  await page.getByLabel('Name').fill('Kiln, Loom & Dye')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('sao p')
  await page.getByRole('option', { name: /Sao.Paulo/ }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await seeText(page, 'Saved')
  await switcher('Kiln, Loom & Dye').waitFor()
  await page.reload()
  expect(await page.getByLabel('Name').inputValue()).toBe('Kiln, Loom & Dye')
  expect(await page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toMatch(/Sao.Paulo/)
  expectQuiet(visit)
})

it('an API key works until it is revoked, and the audit log tells the story', async () => {
  const person = newPerson({ workspace: 'Atelier Diallo' })
  const visit = await journey.visitAs(person, {
    path: '/settings/api-keys',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const { page } = visit
  await seeText(page, 'No API keys yet')
  await takePicture(page, 'api-keys-empty')
  await page.getByRole('button', { name: 'Create a key' }).last().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Shop orders')
  await dialog.getByRole('button', { name: /Role/ }).click()
  await page.getByRole('option', { name: 'Manager' }).click()
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await seeHeading(page, 'Copy this key now')
  const key = await dialog.locator('code').innerText()
  await dialog.getByRole('button', { name: 'Copy key' }).click()
  await dialog.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key)
  await page.keyboard.press('Escape')
  await takePicture(page, 'api-key-shown')
  await dialog.getByRole('button', { name: 'I saved it' }).click()
  await dialog.waitFor({ state: 'detached' })
  // Never again: the list has its beginning only.
  expect(await page.content()).not.toContain(key)

  const ask = () => fetch(`${journey.url}/api/organizations/current`, { headers: { authorization: `Bearer ${key}` } })
  const answer = await ask()
  expect([answer.status, await answer.json()]).toMatchObject([200, { name: 'Atelier Diallo' }])

  await page.getByRole('button', { name: 'Revoke Shop orders' }).click()
  const question = page.getByRole('dialog', { name: 'Revoke “Shop orders”?' })
  expect(await question.getByRole('button', { name: 'Keep it' }).evaluate((it) => it === document.activeElement)).toBe(
    true,
  )
  await question.getByRole('button', { name: 'Revoke key' }).click()
  await seeText(page, '“Shop orders” is revoked')
  await seeText(page, 'No API keys yet')
  const refused = await ask()
  expect([refused.status, await refused.json()]).toMatchObject([401, { error: { requestId: expect.any(String) } }])

  await page.getByRole('link', { name: 'Audit log' }).click()
  await seeHeading(page, 'Audit log')
  const log = page.getByRole('table', { name: 'Audit log' })
  await log.getByText(/Revoked the API key .*Shop orders/).waitFor()
  await log.getByText(/Created the API key .*Shop orders/).waitFor()
  await log.getByText('Created the workspace').waitFor()
  expect(await log.getByRole('row').nth(1).innerText()).toContain(person.name)
  await takePicture(page, 'audit-log')
  expectQuiet(visit)
})
