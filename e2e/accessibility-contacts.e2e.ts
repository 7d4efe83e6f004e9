import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { newPerson, seeHeading, seeText, useJourney } from './journey.ts'
import { dialogOpen, examine, leave, type Screen, sizes } from './screens/examine.ts'

// Contacts, as accessibility.e2e.ts looks at the other screens.

const csv = 'name,phone,since\nAmara Diallo,+447700900961,03/11/2023\nA. Diallo,+447700900962,04/11/2023\nNobody,12,\n'
const bring = (page: Page) =>
  page.getByLabel('CSV file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
const drawer = (page: Page) => page.getByRole('dialog', { name: 'Import contacts' })
const openContacts = async (page: Page) => {
  await page.goto('/contacts')
  await page.getByText('Amara Diallo').first().waitFor()
}

const screens: Screen[] = [
  {
    name: 'contacts-empty',
    show: async (page) => {
      await page.goto('/contacts')
      await seeHeading(page, 'No contacts yet')
    },
  },
  {
    name: 'contacts-add',
    show: async (page) => {
      await page.getByRole('button', { name: 'Add contact' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'import-file',
    show: async (page) => {
      await leave(page)
      await page.goto('/contacts?import=new')
      await seeText(page, 'Drop a CSV file here')
    },
  },
  {
    name: 'import-columns',
    show: async (page) => {
      await bring(page)
      await drawer(page).getByRole('button', { name: 'Continue' }).waitFor()
      await drawer(page).getByText('First rows of the file').click()
    },
  },
  {
    name: 'import-rules',
    show: async (page) => {
      await drawer(page).getByRole('button', { name: 'Continue' }).click()
      await drawer(page).getByLabel('Everybody in the file agreed to marketing messages').check()
    },
  },
  {
    name: 'import-done',
    show: async (page) => {
      await drawer(page).getByLabel('Everybody in the file agreed to marketing messages').uncheck()
      await drawer(page).getByRole('button', { name: 'Start import' }).click()
      await drawer(page).getByText('people.csv is imported').waitFor()
    },
  },
  {
    name: 'contacts-selected',
    show: async (page) => {
      await openContacts(page)
      await page.getByRole('checkbox', { name: /Amara Diallo/ }).click()
      await page.getByRole('toolbar', { name: 'What to do with those selected' }).waitFor()
    },
  },
  {
    name: 'contacts-set-field',
    show: async (page) => {
      await page.getByRole('toolbar').getByRole('button', { name: 'Field' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'contacts-delete',
    show: async (page) => {
      await leave(page)
      await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'contacts-segment',
    show: async (page) => {
      await leave(page)
      await openContacts(page)
      await page.getByRole('button', { name: 'New segment' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'contact-page',
    show: async (page) => {
      await openContacts(page)
      await page
        .getByRole('link', { name: /Amara Diallo/ })
        .first()
        .click()
      await page.getByRole('complementary', { name: 'About' }).getByRole('heading', { name: 'Amara Diallo' }).waitFor()
    },
  },
  {
    name: 'contact-delete',
    show: async (page) => {
      await page.getByRole('button', { name: 'Export or delete' }).click()
      await page.getByRole('menuitem', { name: 'Delete and erase' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'contact-merge',
    show: async (page) => {
      await leave(page)
      await page.getByRole('button', { name: 'Merge' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'duplicates',
    show: async (page) => {
      await page.goto('/contacts/duplicates')
      await page.getByRole('heading', { level: 1 }).first().waitFor()
    },
  },
  {
    name: 'custom-fields-empty',
    show: async (page) => {
      await page.goto('/settings/custom-fields')
      await seeHeading(page, 'No custom fields yet')
    },
  },
  {
    name: 'custom-field-dialog',
    show: async (page) => {
      await page.getByRole('button', { name: 'New field' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'custom-fields',
    show: async (page) => {
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Size')
      await page.getByRole('button', { name: 'Create field' }).click()
      await page.getByRole('table').getByText('Size').first().waitFor()
    },
  },
]

describe.each(sizes)('on a $name', ({ width, height }) => {
  const journey = useJourney()
  it('contacts have no barriers', async () => {
    const { page } = await journey.visitAs(newPerson({ email: `contacts${width}@kilnandloom.example` }), {
      path: '/contacts',
      viewport: { width, height },
      reducedMotion: 'reduce',
    })
    page.setDefaultTimeout(12_000)
    expect(await examine(page, screens)).toEqual([])
  }, 240_000)
})
