import type { Page } from 'playwright-core'
import type { Content } from '../inbox-content.ts'
import { seeText } from '../journey.ts'
import type { Screen } from './examine.ts'
import { openThread } from './list-and-thread.ts'

/** What the server refuses from now on. No weather: that is tried again. */
async function refuse(page: Page, path: RegExp): Promise<void> {
  await page.unrouteAll()
  await page.route(path, (route) =>
    route.request().method() === 'GET'
      ? route.fulfill({ status: 400, json: { error: { code: 'request.invalid', message: 'No.' } } })
      : route.fallback(),
  )
}

/** What could not be loaded says so, and how to go on. */
export const failedScreens = (content: Content): Screen[] => [
  {
    name: 'failed-list',
    show: async (page) => {
      await refuse(page, /\/api\/conversations\?/)
      await page.goto('/inbox')
      await seeText(page, 'The list could not be loaded.')
    },
  },
  {
    name: 'failed-thread',
    show: async (page) => {
      await refuse(page, /\/api\/conversations\/[^/]+\/messages/)
      await page.goto(`/inbox/${content.conversations['Amara Diallo']}`)
      await seeText(page, 'This conversation could not be loaded.')
    },
  },
  {
    name: 'failed-details',
    show: async (page) => {
      await refuse(page, /\/api\/contacts\/[^/]+$/)
      await openThread(page, content, 'Amara Diallo')
      const opener = page.getByRole('button', { name: 'Details', exact: true }).filter({ visible: true })
      if (await opener.count()) await opener.click()
      await seeText(page, 'The details didn’t load')
    },
  },
  {
    name: 'failed-canned-replies',
    show: async (page) => {
      await refuse(page, /\/api\/canned-replies/)
      await page.goto('/settings/canned-replies')
      await seeText(page, 'The canned replies didn’t load')
    },
  },
  {
    name: 'failed-numbers',
    show: async (page) => {
      await refuse(page, /\/api\/phone-numbers/)
      await page.goto('/settings/numbers')
      await seeText(page, 'The numbers didn’t load')
    },
  },
  {
    name: 'failed-number',
    show: async (page) => {
      await page.goto('/settings/numbers/num_none')
      await seeText(page, 'This number didn’t load')
    },
  },
  {
    name: 'failed-overview',
    show: async (page) => {
      await refuse(page, /\/api\/analytics/)
      await page.goto('/overview')
      await seeText(page, 'The overview didn’t load')
    },
  },
  {
    name: 'failed-templates',
    show: async (page) => {
      await refuse(page, /\/api\/templates/)
      await openThread(page, content, 'Amara Diallo')
      await page.getByRole('textbox', { name: 'Write a reply' }).fill('//')
      await page.getByRole('dialog', { name: 'Send a template' }).getByRole('button', { name: 'Try again' }).waitFor()
    },
  },
  {
    name: 'connection-lost',
    show: async (page) => {
      await page.unrouteAll()
      await page.routeWebSocket(/\/socket$/, (socket) => socket.close({ code: 1001 }))
      await openThread(page, content, 'Amara Diallo')
      await seeText(page, 'Reconnecting…')
    },
  },
]

/** For who may look and not write. */
export const readOnlyScreens = (content: Content): Screen[] => [
  {
    name: 'read-only-thread',
    show: async (page) => {
      await openThread(page, content, 'Amara Diallo')
      await seeText(page, 'You can read this conversation')
    },
  },
  {
    name: 'read-only-overview',
    show: async (page) => {
      await page.goto('/overview')
      await page.getByRole('region', { name: 'Waiting longest' }).waitFor()
    },
  },
  {
    name: 'read-only-numbers',
    show: async (page) => {
      await page.goto('/settings/numbers')
      await seeText(page, /^Only admins can change numbers/)
    },
  },
]

/** A day later. */
export const dayLaterScreens = (content: Content): Screen[] => [
  {
    name: 'composer-window-closed',
    show: async (page) => {
      await page.goto(`/inbox/${content.conversations['Sofía Castellanos']}`)
      await seeText(page, /^Sofía last wrote (\d\d hours|\d days) ago/)
    },
  },
]

/** With a token that Meta takes no more. */
export const pausedScreens = (content: Content, numberId: string): Screen[] => [
  {
    name: 'composer-paused',
    show: async (page) => {
      await openThread(page, content, 'Camille Lefèvre')
      await seeText(page, 'Shop is paused')
    },
  },
  {
    name: 'overview-attention',
    show: async (page) => {
      await page.goto('/overview')
      await seeText(page, 'Nothing is sent from Shop')
    },
  },
  {
    name: 'numbers-paused',
    show: async (page) => {
      await page.goto('/settings/numbers')
      await seeText(page, 'Nothing is sent from this number')
    },
  },
  {
    name: 'number-broken',
    show: async (page) => {
      await page.goto(`/settings/numbers/${numberId}`)
      await seeText(page, /things? needs? attention/)
    },
  },
]

export const disconnectedScreens = (content: Content, numberId: string): Screen[] => [
  {
    name: 'composer-disconnected',
    show: async (page) => {
      await openThread(page, content, 'Camille Lefèvre')
      await seeText(page, 'Shop is disconnected')
    },
  },
  {
    name: 'numbers-disconnected',
    show: async (page) => {
      await page.goto('/settings/numbers')
      await seeText(page, '1 disconnected number')
    },
  },
  {
    name: 'number-disconnected',
    show: async (page) => {
      await page.goto(`/settings/numbers/${numberId}`)
      await seeText(page, 'This number is disconnected')
    },
  },
]
