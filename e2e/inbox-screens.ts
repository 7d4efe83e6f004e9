import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { Content } from './inbox-content.ts'
import { log, replyBox } from './inbox-journey.ts'
import { seeHeading, seeText, whenStill } from './journey.ts'

// Every screen and state of the inbox, one after the other on one page.

export type Screen = { name: string; show: (page: Page) => Promise<unknown> }

const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < 760
const dialogOpen = (page: Page) => page.getByRole('dialog').last().waitFor()
const leave = async (page: Page) => {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
/** From the plus on a phone, from the row of tools elsewhere. */
async function openTool(page: Page, name: string, inMenu = name) {
  if (!isPhone(page)) return page.getByRole('button', { name }).first().click()
  await page.getByRole('button', { name: 'Attach, template, canned reply' }).click()
  await page.getByRole('menuitem', { name: inMenu }).click()
}
async function scrollThread(page: Page, to: 'start' | 'end') {
  await log(page).evaluate((element, top) => (element.scrollTop = top ? 0 : element.scrollHeight), to === 'start')
  await whenStill(page)
}

export function inboxScreens({ conversations }: Content): Screen[] {
  const open = async (page: Page, name: string) => {
    await page.goto(`/inbox/${conversations[name]}`)
    await log(page).getByRole('article').first().waitFor()
  }
  return [
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
    { name: 'thread-end', show: (page) => open(page, 'Amara Diallo').then(() => scrollThread(page, 'end')) },
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
        const message = log(page).getByRole('article').filter({ hasText: 'my order came today' })
        await message.click({ position: { x: 4, y: 4 } })
        await message.getByRole('button', { name: /^Actions on the message/ }).click()
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
        const message = log(page).getByRole('article').filter({ hasText: 'my order came today' })
        await message.click({ position: { x: 4, y: 4 } })
        await message.getByRole('button', { name: /^Actions on the message/ }).click()
        await page.getByRole('menuitem', { name: 'React' }).click()
        await dialogOpen(page)
      },
    },
    {
      name: 'thread-details',
      show: async (page) => {
        await open(page, 'Amara Diallo')
        if (isPhone(page)) await page.getByRole('button', { name: 'Details' }).first().click()
        await page.getByRole('complementary').or(page.getByRole('dialog')).first().waitFor()
      },
    },
    {
      name: 'thread-menus',
      show: async (page) => {
        await open(page, 'Amara Diallo')
        await page.getByRole('button', { name: 'More actions' }).click()
        await page.getByRole('menuitem').first().waitFor()
      },
    },
    {
      name: 'composer-written',
      show: async (page) => {
        await page.keyboard.press('Escape')
        await replyBox(page).fill('Saturday between 9 and 12 it is')
      },
    },
    {
      name: 'composer-too-long',
      show: async (page) => {
        await replyBox(page).fill('x'.repeat(4097))
        await replyBox(page).press('ControlOrMeta+Enter')
        await page.getByRole('alert').filter({ hasText: '4,096' }).waitFor()
      },
    },
    {
      name: 'composer-canned',
      show: async (page) => {
        await replyBox(page).fill('/sh')
        await page.getByRole('option').first().waitFor()
      },
    },
    {
      name: 'composer-emoji-suggested',
      show: async (page) => {
        await replyBox(page).fill(':smi')
        await page.getByRole('option').first().waitFor()
      },
    },
    {
      name: 'composer-answering',
      show: async (page) => {
        await replyBox(page).fill('')
        await scrollThread(page, 'start')
        const message = log(page).getByRole('article').filter({ hasText: 'my order came today' })
        await message.click({ position: { x: 4, y: 4 } })
        await message.getByRole('button', { name: /^Actions on the message/ }).click()
        await page.getByRole('menuitem', { name: 'Reply' }).click()
        await page.getByRole('button', { name: 'Don’t answer this message' }).waitFor()
      },
    },
    {
      name: 'composer-attachments',
      show: async (page) => {
        const chosen = page.waitForEvent('filechooser')
        await openTool(page, 'Attach files')
        await (await chosen).setFiles([
          { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: readFileSync('simulator/customer/samples/photo.jpg') },
          { name: 'tool.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
        ])
        await page.getByRole('list', { name: 'Files to send' }).getByText('Ready').waitFor()
      },
    },
    {
      name: 'composer-emoji',
      show: async (page) => {
        for (const remove of await page.getByRole('button', { name: /^Remove / }).all())
          await remove.click().catch(() => {})
        await page.getByRole('button', { name: 'Emoji' }).filter({ visible: true }).first().click()
        await page.getByRole('dialog', { name: 'Emoji' }).getByRole('button').nth(20).waitFor()
      },
    },
    {
      name: 'composer-templates',
      show: async (page) => {
        await leave(page)
        await replyBox(page).fill('//')
        await page.getByRole('dialog', { name: 'Send a template' }).getByText('order_shipped').waitFor()
      },
    },
    {
      name: 'composer-template-values',
      show: async (page) => {
        await page.getByRole('option', { name: /order_shipped/ }).click()
        await page.getByRole('button', { name: 'Send template' }).click()
        await seeText(page, 'Fill this in.')
      },
    },
    {
      name: 'composer-builder',
      show: async (page) => {
        await open(page, 'Amara Diallo')
        await openTool(page, 'Buttons or list')
        await dialogOpen(page)
        await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
        await seeText(page, 'Write the text above the buttons.')
      },
    },
    {
      name: 'composer-builder-list',
      show: async (page) => {
        await page.getByRole('dialog').getByRole('radio', { name: 'List' }).dispatchEvent('click')
        await seeText(page, 'Write what stands on the button.')
      },
    },
    {
      name: 'composer-location',
      show: async (page) => {
        await leave(page)
        await openRare(page, 'Location')
        await dialogOpen(page)
      },
    },
    {
      name: 'composer-contact',
      show: async (page) => {
        await leave(page)
        await openRare(page, 'Contact card')
        await dialogOpen(page)
      },
    },
    {
      name: 'composer-note',
      show: async (page) => {
        await leave(page)
        await page.getByRole('radio', { name: /Note/ }).click()
        await page.getByRole('textbox', { name: 'Note' }).fill('@Tom')
        await page.getByRole('option').first().waitFor()
      },
    },
    {
      name: 'composer-offline',
      show: async (page) => {
        await page.getByRole('textbox', { name: 'Note' }).fill('')
        await page.getByRole('radio', { name: /Reply/ }).click()
        await page.context().setOffline(true)
        await replyBox(page).fill('Written on a train')
        await page.getByRole('button', { name: /^Queue/ }).click()
        await log(page).getByText('Written on a train').waitFor()
      },
    },
    {
      name: 'composer-recorder-refused',
      show: async (page) => {
        await page.getByRole('button', { name: 'Undo' }).first().click()
        await page.context().setOffline(false)
        await replyBox(page).fill('')
        await openTool(page, 'Record a voice note')
        await page.getByRole('dialog', { name: 'Recording a voice note' }).getByRole('heading').waitFor()
      },
    },
    { name: 'thread-right-to-left', show: (page) => open(page, 'Yousef Al Mansouri') },
    { name: 'thread-script', show: (page) => open(page, '<img src=x onerror=alert(1)>') },
    {
      name: 'composer-never-wrote',
      show: async (page) => {
        await page.goto(`/inbox/${conversations['+447700900777']}`)
        await page.getByRole('button', { name: /^Send a template/ }).waitFor()
      },
    },
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
      name: 'connect-with-meta-missing',
      show: (page) =>
        page.goto('/settings/numbers/connect/meta').then(() => seeText(page, 'This way is not set up here')),
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
      name: 'guide',
      show: (page) => page.goto('/guide/whatsapp').then(() => seeHeading(page, 'Connecting a WhatsApp number')),
    },
  ]
}

async function openRare(page: Page, name: string) {
  await page
    .getByRole('button', { name: isPhone(page) ? 'Attach, template, canned reply' : 'Location or contact' })
    .click()
  await page.getByRole('menuitem', { name }).click()
}

/** The steps of the wizard that have a number already. */
export const connectScreens: Screen[] = [
  {
    name: 'connect-webhook',
    show: (page) => seeHeading(page, 'Let messages reach you').then(() => whenStill(page)),
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
]
