import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { expectQuiet, newPerson, seeHeading, seeText, signIn, takePicture, useJourney } from './journey.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1'

const journey = useJourney()

const seeLive = (page: Page) => page.getByText('Live', { exact: true }).waitFor()

it('another device is signed out from here, at once', async () => {
  const person = newPerson()
  const here = await journey.visitAs(person)
  const there = await journey.visit({ path: '/login?next=/settings/workspace', userAgent: firefox })
  await signIn(there.page, person)
  await seeHeading(there.page, 'General')
  await seeLive(there.page)
  const phone = await journey.visit({ path: '/login', userAgent: iphone })
  await signIn(phone.page, person)
  await seeLive(phone.page)

  const { page } = here
  await page.goto('/settings/security')
  await page.getByText('This device', { exact: true }).waitFor()
  await takePicture(page, 'sessions')
  await page.getByRole('button', { name: 'Sign out Firefox on Windows' }).click()
  await seeText(page, 'Firefox on Windows is signed out')
  await seeHeading(there.page, 'Welcome back')
  await seeText(there.page, 'Your session has ended.')
  // Signing in again leads back to where one was.
  await signIn(there.page, person)
  await seeHeading(there.page, 'General')
  // The phone was not meant.
  await phone.page.reload()
  await seeLive(phone.page)

  await page.reload()
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
  const question = page.getByRole('dialog')
  await question.getByText('2 other sessions end now. This device stays signed in.').waitFor()
  await question.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await seeText(page, 'You’re signed in on this device only')
  await seeHeading(there.page, 'Welcome back')
  await seeHeading(phone.page, 'Welcome back')
  await page.reload()
  await page.getByText('This device', { exact: true }).waitFor()
  expectQuiet(here)
  expectQuiet(there, 401)
  expectQuiet(phone, 401)
})

it('a changed password signs the other devices out and not this one', async () => {
  const person = newPerson()
  const here = await journey.visitAs(person, { path: '/settings/security' })
  const there = await journey.visit({ path: '/login', userAgent: firefox })
  await signIn(there.page, person)
  await seeLive(there.page)
  const { page } = here
  await page.getByLabel('Current password').fill('not my password')
  await page.getByLabel('New password').fill('a kiln of another colour')
  await page.getByRole('button', { name: 'Change password' }).click()
  await seeText(page, 'That isn’t your current password.')
  await page.getByLabel('Current password').fill(person.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await seeText(page, 'Password changed. Other devices are signed out.')
  await seeHeading(there.page, 'Welcome back')
  await page.reload()
  await seeHeading(page, 'Sign-in and sessions')
  await seeLive(page)
  expectQuiet(here, 403)
})

it('two tabs that renew their token at the same moment stay signed in', async () => {
  const person = newPerson()
  const visit = await journey.visitAs(person)
  const one = visit.page
  const two = await one.context().newPage()
  await two.goto('/inbox')
  for (const _ of ['once', 'twice', 'three times']) {
    await Promise.all([one.reload(), two.reload()])
    await Promise.all([seeLive(one), seeLive(two)])
  }

  // Without the lock that the tabs share, as two windows of an old browser: the server has to bear it.
  const statuses = await Promise.all(
    [one, two].map((page) => page.evaluate(async () => (await fetch('/api/auth/refresh', { method: 'POST' })).status)),
  )
  expect(statuses).toEqual([200, 200])
  await Promise.all([one.reload(), two.reload()])
  await Promise.all([seeLive(one), seeLive(two)])
  await one.goto('/settings/security')
  await one.getByText('This device', { exact: true }).waitFor()
  expect(await one.getByRole('button', { name: /^Sign out (?!everywhere)/ }).count()).toBe(0)
  expectQuiet(visit)
})
