// node e2e/screenshots.mjs: takes the pictures of the README anew, from the built product.
import { mkdirSync, statSync } from 'node:fs'
import { atRoot, short } from '../scripts/shared/paths.mjs'
import { openBrowser } from './browser.ts'
import { startProduct } from './harness.ts'

const folder = atRoot('docs/images')
mkdirSync(folder, { recursive: true })
const product = await startProduct()
const browser = await openBrowser()
// Without motion nothing is half way when the picture is taken.
const { page } = await browser.visit('about:blank', {
  baseURL: product.url,
  viewport: { width: 1440, height: 900 },
  reducedMotion: 'reduce',
})

const take = async (/** @type {string} */ name) => {
  const file = `${folder}/${name}.png`
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: file, caret: 'hide' })
  process.stdout.write(`${short(file)}  ${(statSync(file).size / 1000).toFixed(0)} KB\n`)
}

await page.goto('/login')
await page.getByLabel('Email').fill('ifeoma@kilnandloom.example')
await page.getByLabel('Password', { exact: true }).fill('clay, wool and patience')
await take('sign-in')

await page.request.post('/api/auth/register', {
  data: {
    name: 'Ifeoma Okafor',
    email: 'ifeoma@kilnandloom.example',
    password: 'clay, wool and patience',
    organizationName: 'Kiln & Loom',
    plan: 'team',
    acceptTerms: true,
  },
})
await page.evaluate(() => localStorage.setItem('wharf.session', '1'))
for (const theme of ['light', 'dark']) {
  await page.evaluate((choice) => localStorage.setItem('wharf.theme', choice), theme)
  await page.goto('/inbox')
  await page.getByRole('heading', { name: 'Inbox' }).waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  await take(`inbox-${theme}`)
}

await browser.close()
await product.close()
