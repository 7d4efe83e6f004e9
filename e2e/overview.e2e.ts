import { expect, it } from 'vitest'
import { findBarriers } from './browser.ts'
import { replyBox, seeTexts, useInbox } from './inbox-journey.ts'
import { expectQuiet, newPerson, seeHeading, takePicture } from './journey.ts'

const { journey, inbox } = useInbox()

it('leads a workspace without a number to its first one', async () => {
  const visit = await journey.visitAs(newPerson(), { path: '/overview', reducedMotion: 'reduce' })
  const { page } = visit
  await seeHeading(page, 'Connect your first number')
  await seeHeading(page, 'Finish setting up')
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('link', { name: 'Connect a number', exact: true }).click()
  await seeHeading(page, 'How do you want to connect it?')
  expectQuiet(visit)
}, 60_000)

it('shows who waits as they write, leads to them, and knows when they are answered', async () => {
  const visit = await journey.returnAs(inbox.person, { path: '/overview', reducedMotion: 'reduce' })
  const { page } = visit
  const figures = page.getByRole('region', { name: 'Key figures' })
  const waiting = page.getByRole('region', { name: 'Waiting longest' })
  await figures.waitFor()
  const amara = await journey.meta.newCustomer('Amara Okoye')
  await journey.meta.says(amara, 'Is the Adara rug still there?')
  await waiting.getByText('Is the Adara rug still there?').waitFor()
  expect(await page.title()).toContain('Overview')
  await takePicture(page, 'overview')
  expect(await findBarriers(page)).toEqual([])

  await waiting.getByRole('link', { name: 'Amara Okoye' }).click()
  await replyBox(page).fill('It is.')
  await page.keyboard.press('Enter')
  await seeTexts(journey, amara, ['It is.'])
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('o')
  await figures.waitFor()
  await waiting.getByText('Amara Okoye').waitFor({ state: 'detached' })
  expectQuiet(visit)
}, 60_000)
