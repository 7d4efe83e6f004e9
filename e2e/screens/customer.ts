import type { Locator, Page } from 'playwright-core'
import type { Content } from '../inbox-content.ts'
import { seeText } from '../journey.ts'
import { isPhone, type Screen } from './examine.ts'
import { openThread } from './list-and-thread.ts'

// Who the customer is, and what is done with them. On a phone that is a sheet, and dialogs stand above it.

const side = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Details' }).or(page.getByRole('dialog', { name: 'Details' }))

async function openSide(page: Page): Promise<void> {
  if (isPhone(page)) await page.getByRole('button', { name: 'Details', exact: true }).click()
  await side(page).getByRole('button', { name: 'Add a tag' }).waitFor()
}
async function openMore(page: Page): Promise<void> {
  await side(page).getByRole('button', { name: 'More about this person' }).filter({ visible: true }).click()
  await page.getByRole('menuitem', { name: 'Copy phone number' }).waitFor()
}
/** What stands above the details closes; they stay. */
async function close(page: Page, above: Locator): Promise<void> {
  await page.keyboard.press('Escape')
  await above.waitFor({ state: 'detached' })
}
const editing = (page: Page) => page.getByRole('dialog', { name: /^Edit / })
const asking = (page: Page) => page.getByRole('dialog', { name: 'Does Mateus Oliveira want no marketing?' })

export const customerScreens = (content: Content): Screen[] => [
  {
    name: 'customer-menu',
    show: async (page) => {
      await openThread(page, content, 'Mateus Oliveira')
      await openSide(page)
      await openMore(page)
    },
  },
  {
    name: 'customer-edit',
    show: async (page) => {
      const inMenu = page.getByRole('menuitem', { name: 'Edit' })
      if (isPhone(page)) await inMenu.click()
      else {
        await close(page, page.getByRole('menu'))
        await side(page).getByRole('button', { name: 'Edit', exact: true }).click()
      }
      await editing(page).getByRole('button', { name: 'Add a field' }).click()
      await editing(page).getByLabel('Value').last().fill('4471')
      await editing(page).getByRole('button', { name: 'Save' }).click()
      await seeText(page, 'Say what this is, or empty the value.')
    },
  },
  {
    name: 'customer-consent',
    show: async (page) => {
      await close(page, editing(page))
      await side(page)
        .getByRole('button', { name: /^Change marketing consent/ })
        .click()
      await page.getByRole('menuitemcheckbox', { name: 'Opted out …' }).click()
      await asking(page).waitFor()
    },
  },
  {
    name: 'customer-tags',
    show: async (page) => {
      await close(page, asking(page))
      await side(page).getByRole('button', { name: 'Add a tag' }).click()
      await page.getByRole('combobox', { name: 'Find or create a tag' }).fill('Damaged')
      await page.getByRole('option', { name: 'Create “Damaged”' }).waitFor()
    },
  },
  {
    name: 'customer-note',
    show: async (page) => {
      await close(page, page.getByRole('combobox', { name: 'Find or create a tag' }))
      await side(page).getByRole('button', { name: 'Add a note' }).click()
      await side(page).getByRole('textbox', { name: 'Note about Mateus Oliveira' }).fill('Rings twice')
    },
  },
  {
    name: 'customer-block',
    show: async (page) => {
      await openThread(page, content, 'Mateus Oliveira')
      await openSide(page)
      await openMore(page)
      await page.getByRole('menuitem', { name: 'Block', exact: true }).click()
      await page.getByRole('button', { name: 'Block person' }).waitFor()
    },
  },
  {
    name: 'customer-blocked',
    show: async (page) => {
      await page.getByRole('button', { name: 'Block person' }).click()
      await side(page).getByText('Blocked. Nothing is sent to them.').waitFor()
    },
  },
  {
    name: 'composer-blocked',
    show: async (page) => {
      if (isPhone(page)) await close(page, side(page))
      await seeText(page, 'Mateus is blocked')
    },
  },
  {
    name: 'customer-gallery',
    show: async (page) => {
      if (isPhone(page)) await openSide(page)
      await side(page).getByRole('button', { name: 'Unblock' }).filter({ visible: true }).first().click()
      await side(page).getByText('Blocked. Nothing is sent to them.').waitFor({ state: 'detached' })
      await openThread(page, content, 'Amara Diallo')
      await openSide(page)
      await side(page).getByRole('button', { name: 'See all' }).click()
      await page.getByRole('dialog', { name: 'Media and files' }).getByRole('listitem').nth(8).waitFor()
    },
  },
]
