import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { expectQuiet, type Person, seeHeading, seeText, soon, takePicture, useJourney } from './journey.ts'

const journey = useJourney()
let person: Person
beforeAll(async () => {
  person = await journey.createPerson({ name: 'Ifeoma Okafor', workspace: 'Kiln & Loom' })
})

const csv = [
  'full_name;mobile;e_mail;newsletter;since;internal_id',
  ...Array.from(
    { length: 60 },
    (_, at) =>
      `Person ${String(at).padStart(2, '0')};+4477009001${String(at).padStart(2, '0')};p${at}@shop.example;yes;03/11/2023;C-${at}`,
  ),
  'Amara Diallo;0044 7700 900961;amara@shop.example;;13/11/2023;=1+1',
  'Nobody at all;12;x;;99/99/2023;C-99',
].join('\r\n')
const importFile = (page: Page, name: string, text: string) =>
  page
    .getByLabel('CSV file')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${text}`, 'utf-8') })
const drawer = (page: Page) => page.getByRole('dialog', { name: 'Import contacts' })
const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })
const pickerHasFocus = (page: Page) =>
  soon(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox')
async function saved(page: Page, click: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  return readFileSync(await download.path(), 'utf-8')
}

it('people come from a file, row by row, and the same file again changes nothing', async () => {
  const visit = await journey.returnAs(person, { path: '/contacts', acceptDownloads: true })
  const { page } = visit
  await seeHeading(page, 'No contacts yet')
  await page.getByRole('button', { name: 'Import', exact: true }).first().click()
  await importFile(page, 'customers.csv', csv)
  await drawer(page).getByText('UTF-8 · semicolon').waitFor()
  await takePicture(page, 'import-columns')

  const go = drawer(page).getByRole('button', { name: 'Continue' })
  await go.click()
  await drawer(page).getByLabel('Everybody in the file agreed to marketing messages').check()
  await drawer(page).getByRole('button', { name: 'Start import' }).click()
  await seeText(page, 'Say where and what they agreed to.')
  await drawer(page).getByLabel('Where they agreed').fill('Newsletter form')
  await drawer(page).getByLabel('What they agreed to').fill('News about new pots')
  await takePicture(page, 'import-rules')
  await drawer(page).getByRole('button', { name: 'Start import' }).click()
  await drawer(page).getByText('customers.csv is imported').waitFor()
  await drawer(page).getByText('61 new').waitFor()
  await soon(() => drawer(page).getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100')
  await takePicture(page, 'import-done')
  const refused = await saved(page, () => drawer(page).getByRole('button', { name: 'Download refused rows' }).click())
  expect(refused).toContain('Nobody at all')
  expect(refused.trim().split('\n')).toHaveLength(2)
  await drawer(page).getByRole('button', { name: 'Close' }).last().click()
  await row(page, 'Amara Diallo').waitFor()
  expect(page.url()).toBe(`${journey.url}/contacts`)

  await page.getByRole('button', { name: 'Import', exact: true }).first().click()
  await importFile(page, 'customers.csv', csv)
  await go.click()
  await drawer(page).getByRole('button', { name: 'Start import' }).click()
  await drawer(page).getByText('61 as they were').waitFor()
  await drawer(page).getByText('0 new').waitFor()
  expectQuiet(visit)
}, 90_000)

it('what is no CSV says so, and an import is taken up again where it was left', async () => {
  const visit = await journey.returnAs(person, { path: '/contacts?import=new' })
  const { page } = visit
  await page
    .getByLabel('CSV file')
    .setInputFiles({ name: 'sheet.csv', mimeType: 'text/csv', buffer: Buffer.from('PK\u0003\u0004 nothing') })
  await drawer(page)
    .getByText(/not a CSV file/)
    .waitFor()
  await drawer(page).getByRole('button', { name: 'Give up this import' }).click()
  await drawer(page).waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Import', exact: true }).first().click()
  await importFile(page, 'later.csv', 'name,phone\nLater,+447700900777')
  await drawer(page).getByRole('button', { name: 'Continue' }).waitFor()
  await page.reload()
  await drawer(page).getByText('later.csv').first().waitFor()
  await drawer(page).getByRole('button', { name: 'Give up this import' }).click()
  await drawer(page).waitFor({ state: 'detached' })
  expectQuiet(visit, 422)
}, 60_000)

it('people are chosen, tagged, exported and deleted together', async () => {
  const visit = await journey.returnAs(person, { path: '/contacts', acceptDownloads: true })
  const { page } = visit
  await page.getByRole('searchbox', { name: 'Name, number, email or field' }).fill('Person 0')
  await soon(() => page.getByRole('row').count()).toBe(11)
  await page.getByRole('checkbox', { name: 'Select those that are loaded' }).click()
  const bar = page.getByRole('toolbar', { name: 'What to do with those selected' })
  await bar.getByText('10 selected').waitFor()
  await takePicture(page, 'contacts-selected')
  await bar.getByRole('button', { name: 'Tag' }).click()
  await page.getByRole('menuitem', { name: 'Add a tag' }).click()
  await pickerHasFocus(page)
  await page.keyboard.type('Wholesale')
  await page.keyboard.press('Enter')
  await bar.waitFor({ state: 'detached' })
  await row(page, 'Person 03').getByText('Wholesale').waitFor()

  await row(page, 'Person 01').getByRole('checkbox').click()
  await row(page, 'Person 02').getByRole('checkbox').click()
  await bar.getByRole('button', { name: 'Export' }).click()
  const file = await saved(page, () => page.getByRole('menuitem', { name: /CSV/ }).click())
  expect(file.trim().split('\n')).toHaveLength(3)
  expect(file).toContain('Wholesale')

  await bar.getByRole('button', { name: 'Delete' }).click()
  await takePicture(page, 'contacts-delete')
  await page.getByRole('button', { name: 'Delete 2 people' }).click()
  await row(page, 'Person 01').waitFor({ state: 'detached' })
  await row(page, 'Person 03').waitFor()
  expectQuiet(visit)
}, 90_000)

it('a person is added, given fields and tags, exported whole, and erased', async () => {
  const visit = await journey.returnAs(person, { path: '/settings/custom-fields', acceptDownloads: true })
  const { page } = visit
  await seeHeading(page, 'No custom fields yet')
  await page.getByRole('button', { name: 'New field' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Customer since')
  await page.getByRole('button', { name: 'Create field' }).click()
  await page.getByRole('table').getByText('Customer since').first().waitFor()
  await takePicture(page, 'custom-fields')

  await page.goto('/contacts')
  await page.getByRole('button', { name: 'Add contact' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Zeynep Kaya')
  await page.getByLabel('Phone').fill('12')
  await page.getByRole('dialog').getByRole('button', { name: 'Add contact' }).click()
  await seeText(page, /not a phone number/)
  await page.getByLabel('Phone').fill('+90 532 555 0174')
  await page.getByRole('dialog').getByRole('button', { name: 'Add contact' }).click()
  await row(page, 'Zeynep Kaya').waitFor()
  await page.getByRole('button', { name: 'View' }).click()
  const about = page.getByRole('complementary', { name: 'About' })
  await about.getByRole('heading', { name: 'Zeynep Kaya' }).waitFor()

  await about.getByRole('button', { name: 'Add a tag' }).first().click()
  await pickerHasFocus(page)
  await page.keyboard.type('VIP')
  await page.keyboard.press('Enter')
  await about.getByText('VIP').first().waitFor()
  await page.keyboard.press('Escape')
  await about.getByText('None yet').waitFor()
  await takePicture(page, 'contact-page')

  const more = page.getByRole('button', { name: 'Export or delete' })
  await more.click()
  await page.getByRole('menuitem', { name: 'Export everything about them' }).click()
  const ready = page.getByRole('button', { name: 'Download', exact: true })
  const [download] = await Promise.all([page.waitForEvent('download'), ready.first().click()])
  expect(download.suggestedFilename()).toMatch(/^person-.*\.zip$/)

  await more.click()
  await page.getByRole('menuitem', { name: 'Delete and erase' }).click()
  await page.getByRole('button', { name: 'Delete and erase' }).click()
  await seeText(page, 'Type exactly “delete”.')
  await page.getByLabel('Type “delete” to confirm').fill('delete')
  await page.getByRole('button', { name: 'Delete and erase' }).click()
  await page.waitForURL('**/contacts')
  await row(page, 'Amara Diallo').waitFor()
  await row(page, 'Zeynep Kaya').waitFor({ state: 'detached' })
  expectQuiet(visit, 400)
}, 90_000)
