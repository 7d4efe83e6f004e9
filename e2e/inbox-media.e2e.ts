import { resolve } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { bubble, log, openConversation, row, useInbox } from './inbox-journey.ts'
import { expectQuiet, seeText, soon, takePicture } from './journey.ts'

// Files of a thread, later: their addresses are signed for one to two hours.

const HOURS_3 = 3 * 3_600_000
const DAYS_2 = 48 * 3_600_000
const { journey, inbox } = useInbox()

/** The name and the size of what the browser keeps after a click. */
async function keep(page: Page, click: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  return { name: download.suggestedFilename(), size: Buffer.concat(chunks).length }
}

/** The addresses that began to play: the page's one player is not in its document. */
async function watchPlaying(page: Page): Promise<() => Promise<string[]>> {
  const played = await page.evaluateHandle(() => {
    const all: string[] = []
    const { play } = HTMLMediaElement.prototype
    HTMLMediaElement.prototype.play = function () {
      this.addEventListener('playing', () => all.push(this.currentSrc), { once: true })
      return play.call(this)
    }
    return all
  })
  return () => played.jsonValue()
}

it('an old file link still opens: pictures, recordings and downloads of a page that is open for long', async () => {
  const visit = await journey.returnAs(inbox.person, { acceptDownloads: true })
  const { page } = visit
  const { meta } = journey
  // Nothing comes from the browser's cache: it keeps a file for an hour.
  await page.route(/\/api\/media\/[^/]+\/content/, (route) => route.continue())
  const tom = await meta.newCustomer('Tom Brandt')
  await meta.act(tom, { type: 'image', caption: 'The cracked bowl' })
  await meta.act(tom, { type: 'document', filename: 'glaze.pdf' })
  await meta.act(tom, { type: 'audio', voice: true })
  await openConversation(page, tom)
  const photo = bubble(page, 'The cracked bowl')
  const image = photo.locator('img')
  await soon(() => image.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  const play = log(page).getByRole('button', { name: /^Play the voice message/ })
  await play.waitFor()
  const oldAddress = new URL((await image.getAttribute('src')) ?? '', page.url()).href

  await meta.advance(HOURS_3)
  expect((await fetch(oldAddress)).status).toBe(403)
  // One click each.
  const played = await watchPlaying(page)
  await play.click()
  await soon(async () => (await played()).length).toBeGreaterThan(0)
  const pdf = await keep(page, () => log(page).getByRole('link', { name: 'Download glaze.pdf' }).click())
  expect(pdf.name).toBe('glaze.pdf')
  expect(pdf.size).toBeGreaterThan(100)
  await photo.getByRole('button', { name: /^Open the photo/ }).click()
  const box = page.getByRole('dialog')
  await soon(() => box.locator('img').evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  const kept = await keep(page, () => box.getByRole('link', { name: 'Download' }).click())
  expect(kept.size).toBeGreaterThan(100)
  await takePicture(page, 'media-later')
  expectQuiet(visit, 401, 403)
}, 90_000)

/** As from the desktop: what nobody takes Chromium opens in place of the page. */
async function dropOn(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox()
  if (!box) throw new Error('There is nothing to drop it on')
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [resolve('simulator/customer/samples/photo.jpg')], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, ...at, data })
  await devtools.detach()
}

it('a file that is dropped where none can be sent leaves the app where it is, and says why', async () => {
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const { meta } = journey
  const leo = await meta.newCustomer('Leo Martins')
  await meta.says(leo, 'Hello?')
  await row(page, leo.name).waitFor()
  await dropOn(page, row(page, leo.name))
  await seeText(page, 'Files are sent in a conversation. Open one and drop the file there.')
  await openConversation(page, leo)
  await dropOn(page, row(page, leo.name))
  await seeText(page, 'Drop the file on the conversation to attach it.')
  await dropOn(page, log(page))
  await page.getByRole('list', { name: 'Files to send' }).getByRole('listitem').waitFor()

  await meta.advance(DAYS_2)
  await page.reload()
  await seeText(page, /^Leo last wrote/)
  await dropOn(page, log(page))
  await seeText(page, /^Leo last wrote .* ago\. No file can be sent here now\.$/)
  await takePicture(page, 'media-drop-closed')
  expect(new URL(page.url()).pathname).toMatch(/^\/inbox\/con_/)
  expectQuiet(visit, 401)
}, 90_000)
