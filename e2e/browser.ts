import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from '../scripts/shared/chromium.mjs'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type Visitor = { page: Page; errors: string[]; close: () => Promise<void> }

/** One Chromium; every visitor has cookies and storage of its own. */
export async function openBrowser(moreFlags: readonly string[] = []) {
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    headless: true,
    args: [...flags, ...moreFlags],
  })
  return {
    /** `errors` gathers what the page threw or logged as an error: a journey ends with it empty. */
    async visit(url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
      const page = await context.newPage()
      const errors: string[] = []
      page.on(
        'console',
        (message) => message.type() === 'error' && errors.push(`${message.text()} (${message.location().url})`),
      )
      page.on('pageerror', (error) => errors.push(String(error)))
      await page.goto(url)
      return { page, errors, close: () => context.close() }
    },
    close: () => browser.close(),
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds wrong on the page, one readable line each: `rule: selector`.
 * @param rules only these
 */
export async function findBarriers(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Evaluated from outside the page: its Content-Security-Policy stays as it is.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  const violations = await page.evaluate(async (only) => {
    type Axe = { run: (options: object) => Promise<{ violations: Violation[] }> }
    const { axe } = globalThis as unknown as { axe: Axe }
    return (await axe.run(only ? { runOnly: { type: 'rule', values: only } } : {})).violations
  }, rules)
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
type Violation = { id: string; nodes: { target: string[] }[] }
