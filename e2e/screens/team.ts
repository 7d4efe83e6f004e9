import type { Page } from 'playwright-core'
import { vi } from 'vitest'
import type { Content } from '../inbox-content.ts'
import { log, replyBox } from '../inbox-journey.ts'
import { seeHeading, seeText } from '../journey.ts'
import type { Meta } from '../meta.ts'
import { leave, type Screen } from './examine.ts'
import { openThread } from './list-and-thread.ts'

const bell = (page: Page) => page.getByRole('button', { name: /^Notifications, \d+ unread/ })

/** Two people in one conversation, and what calls for one of them. */
export const teamScreens = (content: Content, meta: Meta, colleague: Page): Screen[] => [
  {
    name: 'collision',
    show: async (page) => {
      await openThread(page, content, 'Amara Diallo')
      await openThread(colleague, content, 'Amara Diallo')
      await replyBox(page).fill('Yes, Saturday')
      await replyBox(colleague).pressSequentially('Of course, which')
      await page.getByRole('button', { name: 'Send anyway' }).waitFor()
      await seeText(page, 'Tomás is writing a reply')
    },
  },
  {
    name: 'note-of-a-colleague',
    show: async (page) => {
      await replyBox(page).fill('')
      await replyBox(colleague).fill('')
      await colleague.getByRole('radio', { name: /^Note/ }).click()
      await colleague.getByRole('textbox', { name: 'Note' }).pressSequentially('The courier')
      await seeText(page, 'Tomás is writing a note…')
    },
  },
  {
    name: 'notification',
    show: async (page) => {
      await colleague.getByRole('textbox', { name: 'Note' }).fill('')
      // Who looks at it reads it for all.
      await colleague.goto('/overview')
      await page.goto('/overview')
      await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' })
      // What listens is loaded once the page has nothing else to do.
      await vi.waitFor(
        async () => {
          await meta.says(content.amara, 'Is it on its way?')
          await bell(page).waitFor({ timeout: 2000 })
        },
        { timeout: 20_000, interval: 100 },
      )
    },
  },
  {
    name: 'notification-panel',
    show: async (page) => {
      await bell(page).click()
      await page.getByRole('list', { name: 'What called for you' }).waitFor()
    },
  },
  {
    name: 'notification-panel-quiet',
    show: async (page) => {
      await page.getByRole('button', { name: 'Mark all read' }).click()
      await page.getByRole('button', { name: 'Do not disturb' }).click()
      await seeText(page, 'Do not disturb is on.')
    },
  },
  {
    name: 'settings-notifications',
    show: async (page) => {
      await leave(page)
      await page.goto('/settings/notifications')
      await seeHeading(page, 'Notifications')
      await page.getByRole('switch').first().waitFor()
    },
  },
  {
    name: 'settings-visibility',
    show: async (page) => {
      await page.goto('/settings/workspace')
      await page.getByRole('radio', { name: /^Their own and unassigned ones/ }).click()
      await page.getByRole('dialog', { name: 'Show agents only their own conversations?' }).waitFor()
    },
  },
  {
    name: 'thread-new-line',
    show: async (page) => {
      await page.goto('/inbox')
      await meta.says(content.amara, 'It says it waits at the depot.')
      await openThread(page, content, 'Amara Diallo')
      await log(page).getByText('New', { exact: true }).first().waitFor()
    },
  },
]
