import { expect, it } from 'vitest'
import {
  bubble,
  conversationOf,
  log,
  openConversation,
  reply,
  replyBox,
  row,
  seeConversation,
  seeNothingMore,
  seeTexts,
  useInbox,
} from './inbox-journey.ts'
import { expectQuiet, seeText, soon, takePicture } from './journey.ts'

const { journey, inbox, begin } = useInbox()

const MB = 1024 * 1024
/** The beginning of an MP4 file, and nothing after it that plays. */
function film(bytes: number): Buffer {
  const file = Buffer.alloc(bytes)
  file.write('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1')
  return file
}

it('a text that is too long and files that WhatsApp refuses stay where they are, with the reason', async () => {
  const { visit, page, customer: greta } = await begin('Greta Gruber', 'Tell me everything!')

  const long = `${'a'.repeat(4096)}b`
  await replyBox(page).fill(long)
  await seeText(page, '1 too many')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('A message has at most 4,096 characters; this one has 4,097.').waitFor()
  await takePicture(page, 'too-long')
  expect(await replyBox(page).inputValue()).toBe(long)
  await seeTexts(journey, greta, [])
  await page.keyboard.press('Backspace')
  await page.getByRole('alert').waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await seeTexts(journey, greta, ['a'.repeat(4096)])

  const files = page.getByRole('list', { name: 'Files to send' })
  const attach = async (name: string, mimeType: string, buffer: Buffer) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Attach files' }).click(),
    ])
    await chooser.setFiles({ name, mimeType, buffer })
    await files.getByText(name).waitFor()
  }
  await replyBox(page).fill('Here is the film')
  await attach('kiln.mp4', 'video/mp4', film(17 * MB))
  await files.getByText('17 MB, limit is 16 MB').waitFor()
  await page
    .getByRole('alert')
    .getByText(/kiln\.mp4: .*16 MB/)
    .waitFor()
  await attach('invoice.pdf.exe', 'application/x-msdownload', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'))
  await files.getByText('Not accepted').waitFor()
  // What it says it is and what it is.
  await attach('bowl.jpg', 'image/jpeg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'))
  await soon(() => files.getByRole('listitem').count()).toBe(3)
  await takePicture(page, 'files-refused')
  await page.keyboard.press('Enter')
  await seeText(page, 'One of the files can’t be sent. Remove it, or try again.')
  expect(await replyBox(page).inputValue()).toBe('Here is the film')
  for (const name of ['kiln.mp4', 'invoice.pdf.exe', 'bowl.jpg'])
    await page.getByRole('button', { name: `Remove ${name}` }).click()
  await files.waitFor({ state: 'detached' })
  await replyBox(page).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await seeTexts(journey, greta, ['a'.repeat(4096), 'Here is the film'])
  await seeNothingMore(journey, page)
  expect((await journey.meta.receivedBy(greta)).map(({ type }) => type)).toEqual(['text', 'text'])
  expectQuiet(visit, 400, 415, 422)
}, 90_000)

it('nothing that a customer is called or writes is ever run', async () => {
  const visit = await journey.returnAs(inbox.person, { colorScheme: 'dark' })
  const { page } = visit
  const attack = '<img src=x onerror="window.hurt=1">'
  const name = `"><script>window.hurt=1</script>${attack}`
  const mallory = await journey.meta.newCustomer(name)
  const lines = [
    attack,
    '<svg/onload=window.hurt=1> javascript:window.hurt=1 data:text/html,<script>window.hurt=1</script>',
    '*<b onclick=window.hurt=1>bold</b>* _<i>_ `{{constructor.constructor("window.hurt=1")()}}`',
    '[click](javascript:window.hurt=1) https://kilnandloom.example/"onmouseover="window.hurt=1',
    '\u202Egnp.exe\u202C and \u0000 and \uFFFF',
  ]
  for (const line of lines) await journey.meta.says(mallory, line)
  await journey.meta.act(mallory, { type: 'document', filename: `${attack}.pdf`, caption: attack })
  await journey.meta.act(mallory, {
    type: 'location',
    latitude: 51.5,
    longitude: 0,
    name: attack,
    address: attack,
    url: 'javascript:window.hurt=1',
  })
  await journey.meta.act(mallory, {
    type: 'contacts',
    contacts: [{ name: { formatted_name: attack }, phones: [{ phone: 'javascript:window.hurt=1' }] }],
  })
  await journey.meta.act(mallory, { type: 'unknown', name: attack, content: { html: attack } })

  await row(page, '<script>window.hurt=1').getByRole('link').click()
  await seeConversation(page, mallory)
  await bubble(page, attack).first().waitFor()
  await bubble(page, 'javascript:window.hurt=1 data:text').waitFor()
  await soon(() => log(page).getByRole('article').count()).toBeGreaterThanOrEqual(lines.length)
  // With the name and the words in everything that shows them: quote, notice, title, the customer's page.
  const quoted = bubble(page, '[click](javascript:window.hurt=1)')
  await bubble(page, 'This message type isn’t shown here yet').waitFor()
  await quoted.hover()
  await quoted.getByRole('button', { name: 'Reply' }).click()
  await page.getByRole('button', { name: 'Don’t answer this message' }).waitFor()
  await reply(page, 'Thank you & <b>co</b>')
  await seeTexts(journey, mallory, ['Thank you & <b>co</b>'])
  await takePicture(page, 'script-dark')

  expect(await page.evaluate(() => (window as { hurt?: unknown }).hurt)).toBeUndefined()
  expect(await page.locator('img[src="x"], [onerror], [onload], [onclick], [onmouseover], main script').count()).toBe(0)
  const links = await page.locator('main a').evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).protocol))
  expect(links.filter((protocol) => !['http:', 'https:', 'mailto:', 'tel:'].includes(protocol))).toEqual([])
  const leaving = await log(page)
    .locator('a[href^="http"]')
    .evaluateAll((all) =>
      all
        .filter((a) => (a as HTMLAnchorElement).origin !== location.origin)
        .map((a) => `${a.getAttribute('target')} ${a.getAttribute('rel')}`),
    )
  expect(new Set(leaving)).toEqual(new Set(['_blank noopener noreferrer']))
  expectQuiet(visit)
}, 90_000)

it('a message that is refused while its writer is elsewhere calls them back', async () => {
  const [ines, olof] = [await journey.meta.newCustomer('Ines Moreau'), await journey.meta.newCustomer('Olof Lind')]
  for (const customer of [ines, olof]) {
    await journey.meta.says(customer, 'Are you there?')
    await conversationOf(inbox, customer)
  }
  const visit = await journey.returnAs(inbox.person)
  const { page } = visit
  const context = page.context()
  await openConversation(page, olof)
  await bubble(page, 'Are you there?').waitFor()
  await openConversation(page, ines)
  await bubble(page, 'Are you there?').waitFor()
  // What is fetched ahead is here by then.
  await page.waitForLoadState('networkidle')

  await context.setOffline(true)
  await replyBox(page).fill('The courier comes today')
  await page.getByRole('button', { name: /^Queue/ }).click()
  await bubble(page, 'The courier comes today').getByText('waiting').waitFor()
  await openConversation(page, olof)
  const id = await conversationOf(inbox, ines)
  const { contact } = await inbox.api<{ contact: { id: string } }>('GET', `/api/conversations/${id}`)
  await inbox.api('POST', `/api/contacts/${contact.id}/block`)
  await context.setOffline(false)

  const notice = page.getByText('Not sent to Ines Moreau.')
  await notice.waitFor()
  // While the pointer is on it, it stays.
  await notice.hover()
  await row(page, 'Ines Moreau').getByText('Not sent · The courier comes today').waitFor()
  await page.getByRole('button', { name: 'Failed 1' }).waitFor()
  await takePicture(page, 'refused-elsewhere')
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByRole('heading', { name: 'Ines Moreau', exact: true }).first().waitFor()
  const refused = bubble(page, 'The courier comes today')
  await refused.getByRole('alert').waitFor()

  await inbox.api('DELETE', `/api/contacts/${contact.id}/block`)
  await replyBox(page).waitFor()
  await refused.getByRole('button', { name: 'Retry' }).click()
  await seeTexts(journey, ines, ['The courier comes today'])
  await seeNothingMore(journey, page)
  await row(page, 'Ines Moreau').getByText('Not sent').waitFor({ state: 'detached' })
  expectQuiet(
    { ...visit, errors: visit.errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED')) },
    409,
    422,
  )
}, 90_000)
