import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { findBarriers } from './browser.ts'
import { expectQuiet, newPerson, seeText, takePicture, useJourney } from './journey.ts'

const journey = useJourney()

type Document = { paths: Record<string, Record<string, { summary: string }>> }
// Swagger UI's own headings and sections, which axe counts as moderate.
const seriousBarriers = async (page: Page) =>
  (await findBarriers(page)).filter((barrier) => !/^(heading-order|region):/.test(barrier))
const methods = ['get', 'post', 'put', 'patch', 'delete']

it.each(['light', 'dark'] as const)(
  'the API reference shows every operation, all of it from our own host (%s)',
  async (colorScheme) => {
    const visit = await journey.visit({ path: '/api/docs', colorScheme, reducedMotion: 'reduce' })
    const { page } = visit
    const { paths } = (await (await fetch(`${journey.url}/api/openapi.json`)).json()) as Document
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      methods.filter((method) => item[method]).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(operations).toContain('GET /api/organizations/current')
    await page
      .locator('.opblock')
      .nth(operations.length - 1)
      .waitFor()
    const shown = await page.locator('.opblock').evaluateAll((blocks) =>
      blocks.map((block) => {
        const method = block.querySelector('.opblock-summary-method')?.textContent?.trim()
        return `${method} ${block.querySelector('.opblock-summary-path')?.getAttribute('data-path')}`
      }),
    )
    expect(shown.toSorted()).toEqual(operations.toSorted())
    await takePicture(page, `api-docs-${colorScheme}`)
    expect(await seriousBarriers(page)).toEqual([])
    expectQuiet(visit)
  },
)

it('an operation can be tried from the page with an API key', async () => {
  const visit = await journey.visitAs(newPerson({ workspace: 'Atelier Diallo' }), { path: '/settings/api-keys' })
  const { page } = visit
  await page.getByRole('button', { name: 'Create a key' }).last().click()
  await page.getByRole('dialog').getByLabel('Name').fill('Trying')
  await page.getByRole('button', { name: 'Create key' }).click()
  const key = await page.getByRole('dialog').locator('code').innerText()

  await page.goto('/api/docs')
  await page.getByRole('button', { name: 'Authorize' }).first().click()
  await page.locator('.auth-container input').fill(key)
  await page.locator('.auth-btn-wrapper').getByRole('button', { name: 'Apply credentials' }).click()
  await page.locator('.auth-btn-wrapper').getByRole('button', { name: /close/i }).click()
  const operation = page.locator('.opblock', { has: page.locator('[data-path="/api/organizations/current"]') }).first()
  await operation.locator('.opblock-summary-control').click()
  await operation.getByRole('button', { name: 'Try it out' }).click()
  await operation.getByRole('button', { name: 'Execute' }).click()
  await operation.locator('.live-responses-table').getByText('Atelier Diallo').first().waitFor()
  await seeText(page, 'Atelier Diallo')
  expect(await seriousBarriers(page)).toEqual([])
  expectQuiet(visit)
})
