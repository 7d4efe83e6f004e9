import { seeHeading, seeText } from '../journey.ts'
import type { Business } from '../meta.ts'
import { dialogOpen, leave, type Screen } from './examine.ts'

/** What is around the inbox. */
export const otherScreens: Screen[] = [
  {
    name: 'overview',
    show: async (page) => {
      await page.goto('/overview')
      await page.getByRole('region', { name: 'Waiting longest' }).waitFor()
      await page.getByRole('region', { name: 'Team now' }).getByRole('link').first().waitFor()
    },
  },
  {
    name: 'numbers',
    show: async (page) => {
      await page.goto('/settings/numbers')
      await page.getByRole('link', { name: 'Shop' }).waitFor()
    },
  },
  {
    name: 'number-doctor',
    show: async (page) => {
      await page.getByRole('link', { name: 'Shop' }).click()
      await page
        .getByText(/checks? (is|are) fine/)
        .first()
        .waitFor()
      await page.getByRole('textbox', { name: 'About' }).waitFor()
    },
  },
  {
    name: 'number-disconnect',
    show: async (page) => {
      await page.getByRole('button', { name: 'Disconnect', exact: true }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'connect-way',
    show: (page) =>
      page.goto('/settings/numbers/connect').then(() => seeHeading(page, 'How do you want to connect it?')),
  },
  {
    name: 'connect-credentials',
    show: async (page) => {
      await page.getByRole('radio', { name: /Your own Meta app/ }).check()
      await page.getByRole('button', { name: 'Continue' }).click()
      await seeHeading(page, 'Paste your credentials')
      await page.getByRole('textbox', { name: 'App ID', exact: true }).fill('12')
      await page.getByLabel('App secret', { exact: true }).fill('short')
      await page.getByLabel('Access token', { exact: true }).fill('two words')
      await page.keyboard.press('Tab')
      await page.locator('[aria-invalid="true"]').first().waitFor()
    },
  },
  {
    name: 'connect-with-meta',
    show: async (page) => {
      await page.goto('/settings/numbers/connect/meta')
      await page.route('https://connect.facebook.net/**', (route) => route.abort('connectionrefused'))
      await page.getByRole('button', { name: 'Continue with Meta' }).click()
      await seeText(page, 'Meta’s window could not be loaded.')
    },
  },
  {
    name: 'canned-replies',
    show: async (page) => {
      await page.goto('/settings/canned-replies')
      await page.getByRole('table', { name: 'Canned replies' }).waitFor()
    },
  },
  {
    name: 'canned-dialog',
    show: async (page) => {
      await page.getByRole('button', { name: 'New reply' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'canned-delete',
    show: async (page) => {
      await leave(page)
      await page.getByRole('button', { name: 'Delete /hours' }).click()
      await dialogOpen(page)
    },
  },
  {
    name: 'guide',
    show: (page) => page.goto('/guide/whatsapp').then(() => seeHeading(page, 'Connecting a WhatsApp number')),
  },
]

/** The steps of the wizard, once what was pasted is right. */
export const connectScreens = (business: Business, write: (text: string) => Promise<unknown>): Screen[] => [
  {
    name: 'connect-refused',
    show: async (page) => {
      await page.goto('/settings/numbers/connect')
      await page.getByRole('radio', { name: /Your own Meta app/ }).check()
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('textbox', { name: 'App ID', exact: true }).fill(business.appId)
      await page.getByLabel('App secret', { exact: true }).fill('f'.repeat(32))
      await seeText(page, 'App ID and secret don’t go together')
    },
  },
  {
    name: 'connect-checked',
    show: async (page) => {
      await page.getByLabel('App secret', { exact: true }).fill(business.appSecret)
      await page.getByLabel('Access token', { exact: true }).fill(business.accessToken)
      await page.getByRole('textbox', { name: 'WhatsApp Business account ID', exact: true }).fill(business.accountId)
      await page.getByRole('textbox', { name: 'Phone number ID', exact: true }).fill(business.phoneNumberId)
      await seeText(page, /^Number found/)
    },
  },
  {
    name: 'connect-webhook',
    show: async (page) => {
      await page.getByRole('button', { name: 'Connect', exact: true }).click()
      await seeHeading(page, 'Let messages reach you')
    },
  },
  {
    name: 'connect-profile',
    show: async (page) => {
      await page.getByRole('button', { name: /^Continue/ }).click()
      await seeHeading(page, 'What customers see')
      await page.getByRole('textbox', { name: 'About' }).waitFor()
    },
  },
  {
    name: 'connect-test',
    show: async (page) => {
      await page.getByRole('button', { name: 'Not now' }).click()
      await seeHeading(page, 'Say hello to yourself')
    },
  },
  {
    name: 'connect-test-arrived',
    show: async (page) => {
      await write('Is the blue bowl still there?')
      await seeText(page, 'Your message has arrived')
    },
  },
  {
    name: 'connect-test-answered',
    show: async (page) => {
      await page.getByRole('button', { name: 'Send the answer' }).click()
      await seeText(page, 'It has arrived on your phone')
    },
  },
]
