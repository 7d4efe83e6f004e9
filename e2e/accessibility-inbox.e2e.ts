import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Content, fillInbox } from './inbox-content.ts'
import { joinInbox } from './inbox-journey.ts'
import { newPerson, type Person, seeHeading, soon, useJourney } from './journey.ts'
import { composerScreens } from './screens/composer.ts'
import { customerScreens } from './screens/customer.ts'
import { examine, type Screen, sizes } from './screens/examine.ts'
import { listScreens, threadScreens } from './screens/list-and-thread.ts'
import { connectScreens, otherScreens } from './screens/numbers.ts'
import { teamScreens } from './screens/team.ts'
import {
  dayLaterScreens,
  disconnectedScreens,
  failedScreens,
  pausedScreens,
  readOnlyScreens,
} from './screens/trouble.ts'

// The inbox with a week's work in it, with what axe knows: not one finding, of no weight. `accessibility.e2e.ts` has the rest.

const journey = useJourney({
  withMeta: true,
  variables: { META_SIGNUP_CONFIGURATION_ID: '1122334455667788' },
  // A microphone, for who allows it.
  flags: ['--use-fake-device-for-media-stream'],
})
let content: Content
let viewer: Person
beforeAll(async () => {
  content = await fillInbox(journey)
  viewer = await joinInbox(journey, content.inbox, 'Noor Haddad', 'user')
})

// Without motion nothing is measured while it is still half transparent.
const still = { reducedMotion: 'reduce' } as const
async function enter(person: Person, viewport: { width: number; height: number }): Promise<Page> {
  const options = { workspace: content.inbox.workspaceId, viewport, path: '/robots.txt', ...still }
  const { page } = await journey.returnAs(person, options)
  page.setDefaultTimeout(12_000)
  return page
}

describe.each(sizes)('$width px, light and dark', ({ width, height }) => {
  const viewport = { width, height }
  const walks: [where: string, screens: () => Screen[]][] = [
    ['in the list', () => listScreens],
    ['in a conversation', () => threadScreens(content)],
    ['where one writes', () => composerScreens(content)],
    ['beside a conversation', () => customerScreens(content)],
    ['around the inbox', () => otherScreens],
    ['where something did not load', () => failedScreens(content)],
  ]
  it.each(walks)(
    'has no barrier %s',
    async (_, screens) => {
      const page = await enter(content.inbox.person, viewport)
      expect(await examine(page, screens())).toEqual([])
    },
    240_000,
  )

  it('has no barrier where two work at once', async () => {
    const page = await enter(content.inbox.person, viewport)
    const colleague = await enter(content.colleague, sizes[0])
    expect(await examine(page, teamScreens(content, journey.meta, colleague))).toEqual([])
  }, 180_000)

  it('has no barrier for who may only look', async () => {
    const page = await enter(viewer, viewport)
    expect(await examine(page, readOnlyScreens(content))).toEqual([])
  }, 120_000)

  it('has no barrier on the way to a number', async () => {
    const { page } = await journey.visitAs(newPerson(), { path: '/inbox', viewport, ...still })
    await seeHeading(page, 'Connect your first number')
    const own = await journey.meta.newBusiness({ name: 'Kiln & Loom Shop', subscribe: false, numbers: [{}] })
    expect(content.inbox.business.appId).not.toBe(own.appId)
    const customer = await journey.meta.newCustomer('Luca Bianchi')
    const write = (text: string) => journey.meta.act(customer, { type: 'text', text, numberId: own.phoneNumberId })
    const firstRun: Screen = { name: 'first-run', show: (there) => seeHeading(there, 'Connect your first number') }
    expect(await examine(page, [firstRun, ...connectScreens(own, write)])).toEqual([])
  }, 120_000)
})

// Last: the clock does not go back, and a number that is disconnected is for nobody else.
it('has no barrier where nothing can be sent any more', async () => {
  const { inbox } = content
  const { items } = await inbox.api<{ items: { id: string }[] }>('GET', '/api/phone-numbers')
  const numberId = items[0]?.id ?? ''
  const found: string[] = []
  const examineAll = async (screens: readonly Screen[]) => {
    for (const size of sizes) found.push(...(await examine(await enter(inbox.person, size), screens)))
  }
  await journey.meta.advance(25 * 3_600_000)
  await examineAll(dayLaterScreens(content))
  await journey.meta.control(`/tokens/${inbox.business.accessToken}`, { isValid: false }, 'PATCH')
  // The next message is refused, and pauses the number.
  await journey.meta.says(content.amara, 'Are you there?')
  const text = { content: { type: 'text', body: 'Here we are' } }
  await inbox.api('POST', `/api/conversations/${content.conversations['Amara Diallo']}/messages`, text)
  await soon(async () => {
    const { status } = await inbox.api<{ status: string }>('GET', `/api/phone-numbers/${numberId}`)
    return status
  }).toBe('paused')
  await examineAll(pausedScreens(content, numberId))
  await inbox.api('DELETE', `/api/phone-numbers/${numberId}`)
  await examineAll(disconnectedScreens(content, numberId))
  expect(found).toEqual([])
}, 180_000)
