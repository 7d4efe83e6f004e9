import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { createInbox, row } from './inbox-journey.ts'
import { expectQuiet, newPerson, seeHeading, seeText, soon, takePicture, useJourney, type Visit } from './journey.ts'
import { type Business, META_APP } from './meta.ts'

// Numbers: "Continue with Meta", the connection doctor, and the end of a connection.

const CONFIGURATION = '1122334455667788'
const SDK = 'https://connect.facebook.net/en_US/sdk.js'

const journey = useJourney({ withMeta: true, variables: { META_SIGNUP_CONFIGURATION_ID: CONFIGURATION } })

/** Of the installation's own Meta app; nothing is subscribed yet. */
const newBusiness = (displayPhoneNumber: string): Promise<Business> =>
  journey.meta.newBusiness({
    name: 'Kiln & Loom Shop',
    appId: META_APP.id,
    subscribe: false,
    numbers: [{ displayPhoneNumber }],
  })

type Told = { waba_id: string; phone_number_id: string } | null
/** What the person does in Meta's window: ends it with these ids and a code, or closes it. */
let inWindow: () => Promise<{ told: Told; code: string | null }>

/** In place of Meta's script, at the edge of the network: the page loads and runs it as it would run Meta's. */
async function playMeta(page: Page): Promise<void> {
  await page.exposeFunction('inMetasWindow', () => inWindow())
  await page.route(SDK, (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      headers: { 'access-control-allow-origin': '*' },
      body: `window.FB = {
        init(options) { window.metaWasGiven = { init: options } },
        login(answer, options) {
          window.metaWasGiven.login = options
          window.inMetasWindow().then(({ told, code }) => {
            if (told) {
              const data = JSON.stringify({ type: 'WA_EMBEDDED_SIGNUP', event: 'FINISH', data: told })
              window.dispatchEvent(new MessageEvent('message', { origin: 'https://www.facebook.com', data }))
            }
            answer({ authResponse: code && { code } })
          })
        },
      }`,
    }),
  )
}
/** Nothing but Meta's script came from elsewhere. */
function expectOnlyMeta({ errors, strangers }: Visit): void {
  expect([...new Set(strangers)]).toEqual([SDK])
  expect(errors.filter((error) => !error.includes('ERR_CONNECTION_REFUSED'))).toEqual([])
}

it('a number is connected in Meta’s own window, after it was blocked and after it was closed', async () => {
  const business = await newBusiness('+44 20 7946 0321')
  const visit = await journey.visitAs(newPerson(), { path: '/settings/numbers/connect' })
  const { page } = visit
  await seeHeading(page, 'How do you want to connect it?')
  await page.getByRole('radio', { name: /Continue with Meta/ }).check()
  await takePicture(page, 'connect-way-meta')
  await page.route(SDK, (route) => route.abort('connectionrefused'))
  await page.getByRole('button', { name: 'Continue' }).click()

  await seeHeading(page, 'Sign in with Meta')
  const button = page.getByRole('button', { name: 'Continue with Meta' })
  await button.click()
  await seeText(page, 'Meta’s window could not be loaded.')
  await takePicture(page, 'connect-meta-blocked')
  await page.unroute(SDK)
  await playMeta(page)
  inWindow = async () => ({ told: null, code: null })
  await button.click()
  await seeText(page, 'You closed Meta’s window before the end. Nothing was changed.')
  await page.getByText('Meta’s window could not be loaded.').waitFor({ state: 'detached' })

  // A code that Meta does not know any more is no number, and the person may try again.
  const told = { waba_id: business.accountId, phone_number_id: business.phoneNumberId }
  inWindow = async () => ({ told, code: 'not-a-code' })
  await button.click()
  await seeText(page, 'Meta’s confirmation lasts 30 seconds and works once; this one is over.')
  inWindow = async () => {
    const path = `/accounts/${business.accountId}/signup-code`
    const { code } = await journey.meta.control<{ code: string }>(path, { appId: META_APP.id })
    return { told, code }
  }
  await button.click()
  await seeText(page, /\+44 20 7946 0321/)
  await takePicture(page, 'connect-meta-done')
  expect(await page.evaluate(() => (window as unknown as { metaWasGiven: unknown }).metaWasGiven)).toMatchObject({
    init: { appId: META_APP.id },
    login: { config_id: CONFIGURATION, response_type: 'code' },
  })
  await page.getByRole('link', { name: 'Continue' }).click()
  await seeHeading(page, 'Let messages reach you')
  await seeText(page, '+44 20 7946 0321 is connected')
  // Where the wizard goes on, Meta's script is gone.
  expect(await page.evaluate(() => 'FB' in window)).toBe(false)

  const customer = await journey.meta.newCustomer('Luca Bianchi')
  await journey.meta.act(customer, { type: 'text', text: 'Hello there', numberId: business.phoneNumberId })
  await page.goto('/inbox')
  await row(page, 'Luca Bianchi').getByText('Hello there').waitFor()
  expectOnlyMeta({ ...visit, errors: visit.errors.filter((error) => !/status of 4\d\d/.test(error)) })
}, 90_000)

it('the doctor finds what is broken, repairs it, and messages come in again; then the number is disconnected', async () => {
  const inbox = await createInbox(journey)
  const { accountId, accessToken } = inbox.business
  const { items } = await inbox.api<{ items: { id: string; displayPhoneNumber: string }[] }>(
    'GET',
    '/api/phone-numbers',
  )
  const number = items[0]
  if (!number) throw new Error('No number is connected')
  // Somebody ended the subscription at Meta.
  const ended = await fetch(`${journey.meta.url}/v25.0/${accountId}/subscribed_apps`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${accessToken}` },
  })
  expect(ended.status).toBe(200)
  const visit = await journey.returnAs(inbox.person, { path: `/settings/numbers/${number.id}` })
  const { page } = visit
  await seeText(page, 'Our app is not subscribed to this account: no message and no tick comes in.')
  await takePicture(page, 'doctor-broken')
  await page.getByRole('button', { name: 'Subscribe again' }).click()
  await seeText(page, 'Done. Checked again')
  await page.getByText('Our app is not subscribed to this account').waitFor({ state: 'detached' })
  await takePicture(page, 'doctor-repaired')
  const customer = await journey.meta.newCustomer('Greta Eriksen')
  await journey.meta.says(customer, 'Are you there again?')
  await soon(async () => {
    const list = await inbox.api<{ items: { lastMessage: { text: string } | null }[] }>('GET', '/api/conversations')
    return list.items.map(({ lastMessage }) => lastMessage?.text)
  }).toContain('Are you there again?')

  await page.getByRole('button', { name: 'Disconnect', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/^1 open conversation can no longer be answered from here/).waitFor()
  // The focus is on the safe choice, and a failure is said where one looks.
  await soon(() =>
    dialog
      .getByRole('button')
      .first()
      .evaluate((it) => it === document.activeElement),
  ).toBe(true)
  const path = `**/api/phone-numbers/${number.id}`
  await page.route(path, (route) =>
    route.request().method() === 'DELETE' ? route.abort('connectionfailed') : route.fallback(),
  )
  await dialog.getByRole('button', { name: 'Disconnect number' }).click()
  await dialog.getByRole('alert').getByText('Nothing was lost').waitFor()
  await takePicture(page, 'disconnect-failed')
  await page.unroute(path)
  await dialog.getByRole('button', { name: 'Disconnect number' }).click()
  await seeHeading(page, 'Numbers')
  await seeText(page, 'Shop is disconnected')
  await takePicture(page, 'disconnected')
  expectQuiet({ ...visit, errors: visit.errors.filter((error) => !error.includes('ERR_CONNECTION_FAILED')) })
}, 60_000)
