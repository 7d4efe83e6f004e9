import type { Page } from 'playwright-core'
import { findBarriers } from '../browser.ts'
import { takePicture, whenStill } from '../journey.ts'

// Screens, one after the other on one page, each with what axe knows of WCAG and good practice.

export type Screen = { name: string; show: (page: Page) => Promise<unknown> }

export const sizes = [
  { name: 'laptop', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
] as const

/** What the theme decides: the rest is the same in both, and asked once. */
const ofColours = ['color-contrast', 'link-in-text-block']

/** Each screen in light and in dark. What cannot be shown is told like a barrier, and the next ones are tried. */
export async function examine(page: Page, screens: readonly Screen[]): Promise<string[]> {
  const found: string[] = []
  const width = page.viewportSize()?.width
  const only = process.env.E2E_SCREEN
  for (const { name, show } of screens) {
    const problem = await show(page).then(
      () => undefined,
      (error: Error) => `${name} could not be shown: ${error.message.split('\n', 4).join(' ')}`,
    )
    if (problem) {
      await takePicture(page, `failed-${name}-${width}`)
      found.push(problem)
    } else if (!only || name.includes(only)) {
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme })
        await whenStill(page)
        await takePicture(page, `screen-${name}-${width}-${theme}`)
        const barriers = await findBarriers(page, theme === 'dark' ? ofColours : undefined)
        for (const barrier of barriers) found.push(`${name}, ${theme}: ${barrier}`)
      }
      await page.emulateMedia({ colorScheme: 'light' })
    }
  }
  return found
}

export const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < 760
export const dialogOpen = (page: Page) => page.getByRole('dialog').last().waitFor()
/** What is open above the page closes, and so does what is below it. */
export async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
