import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from './browser.ts'
import { newPerson, type Person, seeHeading, seeText, signIn, takePicture, useJourney } from './journey.ts'
import { dialogOpen, examine, type Screen, sizes } from './screens/examine.ts'

// Every screen and its main states, with what axe knows of WCAG and good practice: not one finding, of no weight.

const open = (page: Page, path: string, heading: string) => page.goto(path).then(() => seeHeading(page, heading))

const signedOut: Screen[] = [
  { name: 'sign-in', show: (page) => open(page, '/login', 'Welcome back') },
  {
    name: 'sign-in-refused',
    show: async (page) => {
      await signIn(page, { email: `nobody${Math.random()}@example.com`, password: 'not the password' })
      await seeText(page, 'Email and password don’t match.')
    },
  },
  { name: 'sign-up', show: (page) => open(page, '/signup', 'Create your workspace') },
  {
    name: 'sign-up-errors',
    show: async (page) => {
      await page.getByLabel('Password', { exact: true }).fill('short')
      await page.getByRole('button', { name: 'Create workspace' }).click()
      await seeText(page, 'Enter a name.')
    },
  },
  { name: 'forgot', show: (page) => open(page, '/forgot-password', 'Get a new password') },
  { name: 'reset', show: (page) => open(page, `/reset-password?token=${'k'.repeat(43)}`, 'Choose a new password') },
  { name: 'reset-broken', show: (page) => open(page, '/reset-password', 'This link no longer works') },
  { name: 'verify-broken', show: (page) => open(page, '/verify-email', 'This link no longer works') },
  {
    name: 'verify-signed-out',
    show: (page) => open(page, `/verify-email?token=${'k'.repeat(43)}`, 'Log in to confirm your address'),
  },
  { name: 'terms', show: (page) => open(page, '/terms', 'Terms') },
  { name: 'privacy', show: (page) => open(page, '/privacy', 'Privacy') },
  { name: 'not-found', show: (page) => open(page, '/no/such/page', 'There’s no page here') },
]

const signedIn: Screen[] = [
  {
    name: 'inbox-empty',
    show: async (page) => {
      await open(page, '/inbox', 'Inbox')
      await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' })
    },
  },
  {
    name: 'palette',
    show: async (page) => {
      await page.keyboard.press('ControlOrMeta+k')
      await page.getByRole('combobox', { name: 'Search and commands' }).waitFor()
    },
  },
  {
    name: 'palette-no-match',
    show: async (page) => {
      await page.keyboard.type('zzz')
      await seeText(page, 'No match for')
    },
  },
  {
    name: 'shortcuts',
    show: async (page) => {
      await page.keyboard.press('Escape')
      await page.getByRole('combobox').waitFor({ state: 'detached' })
      await page.keyboard.press('?')
      await dialogOpen(page)
    },
  },
  {
    name: 'menu-account',
    show: async (page) => {
      await open(page, '/inbox', 'Inbox')
      await page.getByRole('button', { name: 'Your account' }).filter({ visible: true }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    },
  },
  {
    name: 'menu-workspace',
    show: async (page) => {
      await open(page, '/inbox', 'Inbox')
      await page.getByRole('button', { name: /^Switch workspace/ }).click()
      await page.getByRole('menuitem', { name: 'Create a workspace' }).waitFor()
    },
  },
  {
    name: 'dialog-workspace',
    show: async (page) => {
      await page.getByRole('menuitem', { name: 'Create a workspace' }).click()
      await dialogOpen(page)
    },
  },
  { name: 'settings-profile', show: (page) => open(page, '/settings/profile', 'Profile') },
  {
    name: 'toast',
    show: async (page) => {
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('region', { name: 'Messages about what you did' }).getByText('Saved').waitFor()
    },
  },
  {
    name: 'settings-security',
    show: async (page) => {
      await open(page, '/settings/security', 'Sign-in and sessions')
      await page.getByText('This device', { exact: true }).waitFor()
    },
  },
  {
    name: 'dialog-two-step',
    show: async (page) => {
      await page.getByRole('button', { name: 'Switch on' }).click()
      await dialogOpen(page)
    },
  },
  { name: 'settings-workspace', show: (page) => open(page, '/settings/workspace', 'General') },
  {
    name: 'select-open',
    show: async (page) => {
      await page.getByRole('combobox', { name: 'Time zone' }).click()
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'settings-api-keys-empty',
    show: async (page) => {
      await open(page, '/settings/api-keys', 'API keys')
      await seeText(page, 'No API keys yet')
    },
  },
  {
    name: 'dialog-api-key',
    show: async (page) => {
      await page.getByRole('button', { name: 'Create a key' }).last().click()
      await dialogOpen(page)
    },
  },
  {
    name: 'dialog-api-key-shown',
    show: async (page) => {
      await page.getByRole('dialog').getByLabel('Name').fill('Shop orders')
      await page.getByRole('button', { name: 'Create key' }).click()
      await seeHeading(page, 'Copy this key now')
    },
  },
  {
    name: 'settings-api-keys',
    show: async (page) => {
      await page.getByRole('button', { name: 'I saved it' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('table', { name: 'API keys' }).waitFor()
    },
  },
  {
    name: 'dialog-revoke',
    show: async (page) => {
      await page.getByRole('button', { name: 'Revoke Shop orders' }).click()
      await dialogOpen(page)
    },
  },
  {
    // Leaves no key behind: the next theme begins with none.
    name: 'settings-audit-log',
    show: async (page) => {
      await page.getByRole('button', { name: 'Revoke key' }).click()
      await seeText(page, 'No API keys yet')
      await open(page, '/settings/audit-log', 'Audit log')
      await page.getByRole('table', { name: 'Audit log' }).waitFor()
    },
  },
  {
    name: 'connect-with-meta-missing',
    show: async (page) => {
      await page.goto('/settings/numbers/connect/meta')
      await seeText(page, 'This way is not set up here')
    },
  },
  { name: 'overview-first-run', show: (page) => open(page, '/overview', 'Finish setting up') },
  {
    name: 'offline',
    show: async (page) => {
      await page.context().setOffline(true)
      await seeText(page, 'You’re offline.')
    },
  },
]

const journey = useJourney()
let person: Person
beforeAll(async () => {
  person = await journey.createPerson()
})

describe.each(sizes)('$width px, light and dark', ({ width, height }) => {
  // Without motion nothing is measured while it is still half transparent.
  const options = { viewport: { width, height }, reducedMotion: 'reduce' } as const

  it('has no barrier before signing in', async () => {
    const { page } = await journey.visit({ path: '/login', ...options })
    expect(await examine(page, signedOut)).toEqual([])
  }, 180_000)

  it('has no barrier after signing in', async () => {
    const { page } = await journey.visit({ path: '/login', ...options })
    await signIn(page, person)
    await seeHeading(page, 'Inbox')
    expect(await examine(page, signedIn)).toEqual([])
  }, 240_000)
})

it('the second step of signing in has no barrier', async () => {
  const guarded = newPerson()
  const { page } = await journey.visitAs(guarded, { path: '/settings/security', reducedMotion: 'reduce' })
  const dialog = page.getByRole('dialog')
  const found: string[] = []
  const examine = async (name: string) => {
    await takePicture(page, `screen-${name}`)
    for (const barrier of await findBarriers(page)) found.push(`${name}: ${barrier}`)
  }
  await page.getByRole('button', { name: 'Switch on' }).click()
  await dialog.getByLabel('Your password').fill(guarded.password)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  await examine('totp-scan')
  const secret = (await dialog.locator('code').innerText()).replace(/\s/g, '')
  const { TOTP } = await import('otpauth')
  await dialog.getByLabel('Code from the app').fill(new TOTP({ secret }).generate())
  await dialog.getByRole('button', { name: 'Switch on' }).click()
  await seeHeading(page, 'Save your recovery codes')
  await examine('totp-codes')
  await dialog.getByRole('button', { name: 'I saved them' }).click()
  await page.getByText('10 recovery codes left.').waitFor()
  // It goes once the page behind it is new; until then the page is hidden from everybody but the eyes.
  await dialog.waitFor({ state: 'detached' })
  await page.locator('#root:not([aria-hidden])').waitFor()
  await examine('totp-on')
  await page.context().clearCookies()
  await page.goto('/login')
  await signIn(page, guarded)
  await seeHeading(page, 'One more step')
  await examine('totp-step')
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
  await page.getByLabel('Recovery code').waitFor()
  await examine('totp-recovery')
  expect(found).toEqual([])
}, 120_000)

it('nothing has to be scrolled sideways at 320 px', async () => {
  const { page } = await journey.visit({
    path: '/login',
    viewport: { width: 320, height: 640 },
    reducedMotion: 'reduce',
  })
  const found: string[] = []
  const measure = async (screens: Screen[]) => {
    for (const { name, show } of screens) {
      await show(page)
      await takePicture(page, `screen-${name}-320`)
      // What scrolls sideways on purpose is a menu in one line and what is typed; what is cut off on purpose has an ellipsis.
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('html, body, body *')]
          .filter((element) => {
            const { overflowX, textOverflow } = getComputedStyle(element)
            if (textOverflow === 'ellipsis' || ['NAV', 'INPUT'].includes(element.tagName)) return false
            if (element.closest('nav, .sr-only, svg')) return false
            const scrolls = overflowX !== 'visible' || element.tagName === 'HTML'
            return scrolls && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1
          })
          .map((element) => `${element.tagName.toLowerCase()}.${element.className} is ${element.scrollWidth} px wide`),
      )
      for (const each of wide) found.push(`${name}: ${each}`)
    }
  }
  await measure(signedOut)
  await page.goto('/login')
  await signIn(page, person)
  await seeHeading(page, 'Inbox')
  await measure(signedIn)
  expect(found).toEqual([])
}, 180_000)
