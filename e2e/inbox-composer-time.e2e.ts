import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { bubble, log, reply, replyBox, seeNothingMore, seeTexts, tick, useInbox } from './inbox-journey.ts'
import { expectQuiet, seeText, soon, takePicture } from './journey.ts'

// What waits for its time. The clock that moves is the server's and Meta's; the browser's stays where it is.

const HOUR = 3_600_000
const MINUTE = 60_000

const { journey, inbox, begin } = useInbox()

/** Time goes by, and one looks at the inbox again: it asks what has changed. */
async function pass(page: Page, ms: number): Promise<void> {
  await journey.meta.advance(ms)
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
}

it('a message is scheduled, cancelled, and another one leaves when it is due', async () => {
  const { visit, page, customer } = await begin('Amara Ba', 'Remind me, please')
  const schedule = async (text: string) => {
    await replyBox(page).fill(text)
    await page.getByRole('button', { name: 'Send and…' }).click()
    await page.getByRole('menuitem', { name: /^Send later/ }).click()
    const dialog = page.getByRole('dialog', { name: /^Send later/ })
    const inTwoHours = await page.evaluate((ms) => {
      const at = new Date(Date.now() + ms)
      return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
    }, 2 * HOUR)
    await dialog.getByLabel('Another time').fill(inTwoHours)
    await takePicture(page, 'composer-schedule')
    await dialog.getByRole('button', { name: /^Schedule for/ }).click()
    await bubble(page, text)
      .getByText(/^Goes out/)
      .waitFor()
    await soon(() => replyBox(page).evaluate((it) => it === document.activeElement)).toBe(true)
  }
  await schedule('The glaze course begins')
  await bubble(page, 'The glaze course begins').getByRole('button', { name: 'Cancel' }).click()
  await seeText(page, 'It will not be sent')
  await bubble(page, 'The glaze course begins').waitFor({ state: 'detached' })

  await schedule('The kiln is open today')
  await takePicture(page, 'composer-scheduled')
  await pass(page, 2 * HOUR + MINUTE)
  await journey.sweep()
  await tick(page, 'The kiln is open today', 'Delivered').waitFor()
  await seeNothingMore(journey, page)
  await seeTexts(journey, customer, ['The kiln is open today'])
  // A token of two hours ago is refused, and renewed.
  expectQuiet(visit, 401)
}, 90_000)

it('what nobody confirmed says so, is sent again by nobody but a person, and by them after ten minutes', async () => {
  const { visit, page, customer } = await begin('Hana Mori', 'Did you get it?')
  const chaos = `/numbers/${inbox.business.phoneNumberId}/chaos`
  // Meta takes it, and neither answers nor tells of it afterwards.
  await journey.meta.control(chaos, { closeConnection: 1, drop: 1 }, 'PATCH')
  await reply(page, 'We got it')
  const unsure = bubble(page, 'We got it')
  await unsure
    .getByText('WhatsApp hasn’t confirmed this yet. It may have arrived, so we don’t send it twice.')
    .waitFor()
  expect(await unsure.getByRole('button', { name: 'Send again' }).count()).toBe(0)
  await takePicture(page, 'unconfirmed-fresh')
  await seeTexts(journey, customer, ['We got it'])

  await pass(page, 11 * MINUTE)
  await journey.sweep()
  await unsure.getByText('WhatsApp never confirmed this. It may have arrived.').waitFor()
  await takePicture(page, 'unconfirmed-old')
  await seeTexts(journey, customer, ['We got it'])
  await journey.meta.control(chaos, undefined, 'DELETE')
  await unsure.getByRole('button', { name: 'Send again' }).click()
  await tick(page, 'We got it', 'Delivered').waitFor()
  expect(await unsure.count()).toBe(1)
  await seeTexts(journey, customer, ['We got it', 'We got it'])
  expectQuiet(visit, 401)
}, 90_000)

it('the window closes in an open browser when it closes at the server', async () => {
  const { visit, page, customer } = await begin('Mateus Reis', 'How long does it take?')
  await replyBox(page).fill('About a week')
  await pass(page, 23 * HOUR + 30 * MINUTE)
  await seeText(page, /^Closes in (29|30|31) min$/)
  await pass(page, 2 * HOUR)
  await seeText(page, 'Mateus last wrote 25 hours ago')
  await seeText(page, 'What you wrote is kept:')
  await takePicture(page, 'composer-window-closed')
  await journey.meta.says(customer, 'Still there?')
  await soon(() => replyBox(page).inputValue()).toBe('About a week')
  await log(page).getByText('Still there?').waitFor()
  expectQuiet(visit, 401)
}, 90_000)
