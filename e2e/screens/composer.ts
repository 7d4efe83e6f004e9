import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import type { Content } from '../inbox-content.ts'
import { log, replyBox } from '../inbox-journey.ts'
import { seeText } from '../journey.ts'
import { dialogOpen, isPhone, leave, type Screen } from './examine.ts'
import { openMessageMenu, openThread, scrollThread } from './list-and-thread.ts'

/** From the plus on a phone, from the row of tools elsewhere. */
async function openTool(page: Page, name: string, inMenu = name) {
  if (!isPhone(page)) return page.getByRole('button', { name }).first().click()
  await page.getByRole('button', { name: 'Attach, template, canned reply' }).click()
  await page.getByRole('menuitem', { name: inMenu }).click()
}
async function openRare(page: Page, name: string) {
  await page
    .getByRole('button', { name: isPhone(page) ? 'Attach, template, canned reply' : 'Location or contact' })
    .click()
  await page.getByRole('menuitem', { name }).click()
}

export const composerScreens = (content: Content): Screen[] => [
  {
    name: 'composer-written',
    show: async (page) => {
      await openThread(page, content, 'Amara Diallo')
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
      await openMessageMenu(page)
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
      await openThread(page, content, 'Amara Diallo')
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
  {
    name: 'composer-recording',
    show: async (page) => {
      await page.context().grantPermissions(['microphone'])
      const recorder = page.getByRole('region', { name: 'Recording a voice note' }).or(page.getByRole('dialog'))
      await recorder.getByRole('button', { name: 'Try again' }).click()
      // Long enough to be worth a question before it is thrown away.
      await page
        .getByRole('timer')
        .getByText(/^0:0[2-9]/)
        .waitFor()
    },
  },
  {
    name: 'composer-recorded',
    show: async (page) => {
      await page.getByRole('button', { name: 'Pause', exact: true }).click()
      await page.getByRole('button', { name: 'Go on recording' }).waitFor()
    },
  },
  {
    name: 'composer-recording-discarded',
    show: async (page) => {
      await page.getByRole('button', { name: 'Discard', exact: true }).click()
      await seeText(page, 'Discard this recording?')
    },
  },
  {
    name: 'composer-schedule',
    show: async (page) => {
      await page.getByRole('button', { name: 'Discard', exact: true }).click()
      await replyBox(page).fill('Good morning, Amara')
      const opener = isPhone(page) ? 'Attach, template, canned reply' : 'Send and…'
      await page.getByRole('button', { name: opener }).click()
      await page.getByRole('menuitem', { name: /^Send later/ }).click()
      const dialog = page.getByRole('dialog', { name: /^Send later/ })
      await dialog.getByLabel('Another time').fill('2020-02-02T09:00')
      await seeText(page, 'This time has passed.')
    },
  },
  {
    name: 'composer-reschedule',
    show: async (page) => {
      await leave(page)
      await replyBox(page).fill('')
      await log(page).getByRole('button', { name: 'Change time' }).first().click()
      await page.getByRole('dialog', { name: 'When shall it go out?' }).waitFor()
    },
  },
  {
    name: 'composer-never-wrote',
    show: async (page) => {
      await page.goto(`/inbox/${content.conversations['+447700900777']}`)
      await page.getByRole('button', { name: /^Send a template/ }).waitFor()
    },
  },
]
