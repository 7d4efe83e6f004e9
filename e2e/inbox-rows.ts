import type { Locator, Page } from 'playwright-core'
import type { useJourney } from './journey.ts'
import type { Customer } from './meta.ts'

/** What is drawn of the list. */
export const rows = (page: Page): Locator =>
  page.getByRole('navigation', { name: 'Conversations' }).locator('[data-conversation]')
export const idsOf = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.conversation ?? ''))
export const box = (page: Page, name: string): Locator => page.getByRole('checkbox', { name: `Select ${name}` })
export const bulk = (page: Page): Locator => page.getByRole('toolbar')

/** People who have not written before, one after the other: the last one is the newest. */
export async function writes(
  { meta }: ReturnType<typeof useJourney>,
  ...said: [name: string, ...texts: string[]][]
): Promise<Customer[]> {
  const customers: Customer[] = []
  for (const [name, ...texts] of said) {
    const customer = await meta.newCustomer(name)
    for (const text of texts) await meta.says(customer, text)
    customers.push(customer)
  }
  return customers
}
