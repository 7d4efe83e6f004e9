import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from './browser.ts'
import { type Content, fillInbox } from './inbox-content.ts'
import { connectScreens, inboxScreens, type Screen } from './inbox-screens.ts'
import { newPerson, takePicture, useJourney } from './journey.ts'

// The inbox with a week's work in it, with what axe knows: not one finding, of no weight. `accessibility.e2e.ts` has the rest.

const journey = useJourney({ withMeta: true })
let content: Content
beforeAll(async () => {
  content = await fillInbox(journey)
})

const laptop = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

describe.each([
  { colorScheme: 'light', viewport: laptop },
  { colorScheme: 'dark', viewport: laptop },
  { colorScheme: 'light', viewport: phone },
  { colorScheme: 'dark', viewport: phone },
] as const)('$colorScheme, $viewport.width px', ({ colorScheme, viewport }) => {
  // Without motion nothing is measured while it is still half transparent.
  const options = { colorScheme, viewport, reducedMotion: 'reduce' } as const
  const only = process.env.E2E_SCREEN

  async function examine(page: Page, screens: readonly Screen[]) {
    const found: string[] = []
    for (const { name, show } of screens) {
      const problem = await show(page).then(
        () => undefined,
        (error: Error) => `${name} could not be shown: ${error.message.split('\n')[0]}`,
      )
      if (problem) {
        await takePicture(page, `failed-${name}-${viewport.width}-${colorScheme}`)
        found.push(problem)
        continue
      }
      if (only && !name.includes(only)) continue
      await takePicture(page, `screen-${name}-${viewport.width}-${colorScheme}`)
      for (const barrier of await findBarriers(page)) found.push(`${name}: ${barrier}`)
    }
    return found
  }

  it('has no barrier in the inbox and around it', async () => {
    const { page } = await journey.returnAs(content.inbox.person, options)
    page.setDefaultTimeout(8000)
    expect(await examine(page, inboxScreens(content))).toEqual([])
  }, 400_000)

  it('has no barrier on the way to a number', async () => {
    const { business } = content.inbox
    const { page } = await journey.visitAs(newPerson(), { path: '/inbox', ...options })
    const firstRun: Screen = {
      name: 'first-run',
      show: (there) => there.getByRole('heading', { name: 'Connect your first number' }).waitFor(),
    }
    expect(await examine(page, [firstRun])).toEqual([])
    const own = await journey.meta.newBusiness({
      name: 'Kiln & Loom Shop',
      subscribe: false,
      numbers: [{}],
    })
    expect(business.appId).not.toBe(own.appId)
    await page.goto('/settings/numbers/connect')
    await page.getByRole('radio', { name: /Your own Meta app/ }).check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('textbox', { name: 'App ID', exact: true }).fill(own.appId)
    await page.getByLabel('App secret', { exact: true }).fill(own.appSecret)
    await page.getByLabel('Access token', { exact: true }).fill(own.accessToken)
    await page.getByRole('textbox', { name: 'WhatsApp Business account ID', exact: true }).fill(own.accountId)
    await page.getByRole('textbox', { name: 'Phone number ID', exact: true }).fill(own.phoneNumberId)
    const checked: Screen = {
      name: 'connect-checked',
      show: (there) =>
        there
          .getByText(/^Number found/)
          .first()
          .waitFor(),
    }
    expect(await examine(page, [checked])).toEqual([])
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    expect(await examine(page, connectScreens)).toEqual([])
  }, 120_000)
})
