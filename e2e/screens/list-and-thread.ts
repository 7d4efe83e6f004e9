import type { Page } from 'playwright-core'
import type { Content } from '../inbox-content.ts'
import { log } from '../inbox-journey.ts'
import { seeText, whenStill } from '../journey.ts'
import { dialogOpen, isPhone, leave, type Screen } from './examine.ts'

/** A conversation with what was said in it. */
export async function openThread(page: Page, { conversations }: Content, name: string): Promise<void> {
  await page.goto(`/inbox/${conversations[name]}`)
  await log(page).getByRole('article').first().waitFor()
}
export async function scrollThread(page: Page, to: 'start' | 'end') {
  await log(page).evaluate((element, top) => (element.scrollTop = top ? 0 : element.scrollHeight), to === 'start')
  await whenStill(page)
}

/** Actions on the first message of Amara's. */
export async function openMessageMenu(page: Page): Promise<void> {
  const message = log(page).getByRole('article').filter({ hasText: 'my order came today' })
  await message.click({ position: { x: 4, y: 4 } })
  await message.getByRole('button', { name: /^Actions on the message/ }).click()
}

export const listScreens: Screen[] = [
  {
    name: 'inbox-list',
    show: async (page) => {
      await page.goto('/inbox')
      await page.getByRole('navigation', { name: 'Conversations' }).locator('[data-conversation]').first().waitFor()
    },
  },
  {
    name: 'inbox-filter-menu',
    show: async (page) => {
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
      await page
        .getByRole('menuitemcheckbox')
        .or(page.getByRole('menuitemradio'))
        .or(page.getByRole('menuitem'))
        .first()
        .waitFor()
    },
  },
  {
    name: 'inbox-filtered',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Unread/ }).click()
      await page.waitForURL(/view=unread/)
    },
  },
  {
    name: 'inbox-none-found',
    show: async (page) => {
      await page.goto('/inbox')
      await page.getByRole('searchbox', { name: 'Search messages and people' }).fill('zzzz')
      await seeText(page, 'Nothing found')
    },
  },
  {
    name: 'inbox-bulk',
    show: async (page) => {
      await page.goto('/inbox')
      for (const at of [0, 1]) {
        const row = page.locator('[data-conversation]').nth(at)
        await row.hover()
        await row.getByRole('checkbox').check()
      }
      await page.getByRole('toolbar').waitFor()
    },
  },
  {
    name: 'start-dialog',
    show: async (page) => {
      await page.goto('/inbox')
      await page.getByRole('button', { name: 'New conversation' }).click()
      await dialogOpen(page)
      await page.getByRole('button', { name: 'Open conversation' }).click()
      await seeText(page, 'Enter a phone number with its country code.')
    },
  },
]

export const threadScreens = (content: Content): Screen[] => [
  {
    name: 'thread-end',
    show: (page) => openThread(page, content, 'Amara Diallo').then(() => scrollThread(page, 'end')),
  },
  {
    name: 'thread-middle',
    show: async (page) => {
      await log(page).evaluate((element) => (element.scrollTop = (element.scrollHeight - element.clientHeight) / 2))
      await whenStill(page)
    },
  },
  { name: 'thread-start', show: (page) => scrollThread(page, 'start') },
  {
    name: 'lightbox',
    show: async (page) => {
      await log(page)
        .getByRole('button', { name: /^Open.*rim is chipped/ })
        .click()
      await dialogOpen(page)
      await page.getByRole('dialog').locator('img').first().waitFor()
    },
  },
  {
    name: 'message-menu',
    show: async (page) => {
      await leave(page)
      await openMessageMenu(page)
      await page.getByRole('menuitem', { name: 'Details' }).waitFor()
    },
  },
  {
    name: 'message-details',
    show: async (page) => {
      await page.getByRole('menuitem', { name: 'Details' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'message-react',
    show: async (page) => {
      await leave(page)
      await openMessageMenu(page)
      await page.getByRole('menuitem', { name: 'React' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'thread-details',
    show: async (page) => {
      await openThread(page, content, 'Amara Diallo')
      if (isPhone(page)) await page.getByRole('button', { name: 'Details' }).first().click()
      await page.getByRole('complementary').or(page.getByRole('dialog')).first().waitFor()
    },
  },
  {
    name: 'thread-assign',
    show: async (page) => {
      await openThread(page, content, 'Amara Diallo')
      await page.getByRole('button', { name: isPhone(page) ? 'More actions' : /^Assign/ }).click()
      await page.getByRole('menuitemcheckbox').first().waitFor()
    },
  },
  {
    name: 'thread-snooze',
    show: async (page) => {
      // On a phone they are in one menu.
      if (!isPhone(page)) {
        await page.keyboard.press('Escape')
        await page.getByRole('menu').waitFor({ state: 'detached' })
        await page.getByRole('button', { name: /^Snooze/ }).click()
      }
      await page.getByRole('menuitem').first().waitFor()
    },
  },
  {
    name: 'thread-menus',
    show: async (page) => {
      await openThread(page, content, 'Amara Diallo')
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem').first().waitFor()
    },
  },
  { name: 'thread-right-to-left', show: (page) => openThread(page, content, 'Yousef Al Mansouri') },
  { name: 'thread-script', show: (page) => openThread(page, content, '<img src=x onerror=alert(1)>') },
  {
    name: 'thread-missing',
    show: async (page) => {
      await page.goto('/inbox/con_none')
      await seeText(page, 'This conversation')
    },
  },
]
