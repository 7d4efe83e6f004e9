import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { expect, vi } from 'vitest'
import type { Action, ActionInput } from '../../simulator/control/action.schemas'
import { actionSchema } from '../../simulator/control/action.schemas'
import { addCustomer, userIdOf } from '../../simulator/core/customers'
import { addAccount, addApp, addNumber, addPortfolio, addTemplate, addToken } from '../../simulator/core/entities'
import type { Settings } from '../../simulator/core/settings'
import type { Customer, PhoneNumber, StoredMessage } from '../../simulator/core/state'
import { act } from '../../simulator/customer/actions'
import { isMediaKind, keepMedia } from '../../simulator/customer/bring-media'
import { createSimulator } from '../../simulator/simulator'
import { loadConfig } from '../shared/config'
import { metaApps, type phoneNumbers } from '../shared/db/directory.tables'
import { createId } from '../shared/ids'
import { seal } from '../shared/sealing'
import { testClock } from './clock'
import { ORIGIN, send } from './harness'
import { createPhoneNumber } from './inbox-factories'

export const META_APP_ID = '634974688087057'
export const MEDIA_HOST = 'lookaside.fbsbx.com'

type Options = {
  /** Ids follow from it. Another one for each Meta unless given, so that two of them can be connected. */
  seed?: number
  settings?: Partial<Settings>
  /** How many numbers the business has. */
  numbers?: number
  /** A tenant's own app: its webhooks go to `/api/webhook/<appKey>` and are signed with `appSecret`. */
  appKey?: string
  appSecret?: string
  /** How long a call may go unanswered (chaos `hang`) before it fails as a timeout does. */
  patienceMs?: number
}
/** A signed delivery as Meta would POST it. */
export type Delivery = { path: string; body: string; signature: string }
/** A call of the product to Graph or the media host. */
export type GraphCall = { method: string; path: string }

let metas = 0

/**
 * Meta, in this process: the simulator answers what the Worker under test fetches from Graph and the media host, until
 * the test ends. Call it in a test or in `beforeEach`. Nothing of it is delivered by itself: see `deliver`.
 */
export function createMeta({
  seed = ++metas,
  settings,
  numbers: count = 1,
  appKey,
  appSecret: ownSecret,
  patienceMs = 1000,
}: Options = {}) {
  const config = loadConfig(env)
  const platform = {
    secret: config.meta.appSecret?.reveal() ?? '',
    verifyToken: config.meta.verifyToken?.reveal() ?? '',
  }
  const appSecret = ownSecret ?? (appKey === undefined ? platform.secret : `secret-of-${appKey}`)
  const webhookPath = appKey === undefined ? '/api/webhook' : `/api/webhook/${appKey}`
  const waiting: Delivery[] = []
  const links = new Map<string, Response>()
  const calls: GraphCall[] = []

  /** What Meta sends: webhooks wait for `deliver`, handshakes are asked at once, linked files are in `links`. */
  const fromMeta: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const link = links.get(request.url)
    if (link) return link.clone()
    if (url.origin !== ORIGIN) throw new TypeError('fetch failed')
    if (request.method === 'GET') {
      const answer = await send('GET', url.pathname + url.search)
      return new Response(typeof answer.body === 'string' ? answer.body : null, { status: answer.status })
    }
    const signature = request.headers.get('x-hub-signature-256') ?? ''
    waiting.push({ path: url.pathname, body: await request.text(), signature })
    return new Response('ok')
  }

  const simulator = createSimulator({
    seed,
    fetch: fromMeta,
    // No time passes between the statuses: what is due is told in its order.
    settings: { statusDelaysMs: { sent: 0, delivered: 0, read: 0, played: 0 }, ...settings },
  })
  const { world } = simulator
  const app = addApp(world, {
    id: appKey === undefined ? META_APP_ID : world.digits(15),
    secret: appSecret,
    callbackUrl: ORIGIN + webhookPath,
    verifyToken: appKey === undefined ? platform.verifyToken : `verify-${appKey}`,
  })
  const portfolio = addPortfolio(world, { messagingLimit: 'TIER_UNLIMITED' })
  const account = addAccount(world, { portfolioId: portfolio.id, name: 'Kiln & Loom' })
  account.subscribedApps[app.id] = { overrideCallbackUrl: null, verifyToken: null }
  const numbers = Array.from({ length: count }, (_, index) =>
    addNumber(world, {
      accountId: account.id,
      displayPhoneNumber: `+44 20 7946 ${String((seed * 10 + index) % 10_000).padStart(4, '0')}`,
      verifiedName: 'Kiln & Loom',
    }),
  ) as [PhoneNumber, ...PhoneNumber[]] // one at least, see `numbers`
  const [number] = numbers
  const token = addToken(world, { appId: app.id }).token
  for (const template of templates) addTemplate(world, { accountId: account.id, ...template })
  const customer = addCustomer(world, { phone: '16505551234', name: 'Amara Diallo', readsMessages: true })

  /** Meta's clock is the tests' clock. It only goes forwards, and what became due runs. */
  const keepTime = () => simulator.moveClock(Math.max(0, testClock.now() - world.now()))

  const real = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init)
    const { host, pathname } = new URL(request.url)
    // The product asks its own public address.
    if (request.url.startsWith(`${ORIGIN}/`)) return fromMeta(request)
    if (host !== new URL(config.graph.url).host && host !== MEDIA_HOST) return real(request)
    calls.push({ method: request.method, path: pathname.replace(/^\/v\d+\.\d+/, '') })
    keepTime()
    return inTime(simulator.fetch(request), patienceMs)
  })

  /** Everything that is signed and waits, in the order Meta would send it. Deliver it in whatever way the test wants. */
  const takeDeliveries = async (): Promise<Delivery[]> => {
    keepTime()
    await simulator.whenQuiet()
    return waiting.splice(0)
  }
  const post = async ({ path, body, signature }: Delivery) =>
    send('POST', path, { rawBody: body, headers: { 'x-hub-signature-256': signature } })

  return {
    simulator,
    world,
    app,
    portfolio,
    account,
    /** The first of `numbers`. */
    number,
    numbers,
    token,
    /** One who is online and reads what comes. */
    customer,
    /** Files that Meta fetches for `link` media, by URL. */
    links,
    /** What the product asked of Graph and the media host. */
    calls,

    addCustomer: (values: Partial<Customer> & ({ phone: string } | { waId: string })) =>
      addCustomer(world, { readsMessages: true, ...values }),
    addTemplate: (values: Omit<Parameters<typeof addTemplate>[1], 'accountId'>) =>
      addTemplate(world, { accountId: account.id, ...values }),
    userIdOf: (who: Customer) => userIdOf(world, { customer: who, portfolioId: portfolio.id }),

    /** The row of a number of Meta's that the organization has connected; with its app, when that is a tenant's own. */
    async phoneNumber(
      organization: { id: string; shard: string },
      {
        number: connected = number,
        ...values
      }: Partial<typeof phoneNumbers.$inferInsert> & { number?: PhoneNumber } = {},
    ) {
      if (appKey !== undefined) await createMetaApp(organization, { appKey, metaAppId: app.id, appSecret })
      return createPhoneNumber(organization, {
        metaPhoneNumberId: connected.id,
        wabaId: account.id,
        displayPhoneNumber: connected.displayPhoneNumber,
        verifiedName: connected.verifiedName,
        accessToken: token,
        appKey: appKey ?? null,
        ...values,
      })
    },

    /** A customer does something with a number, as `{ type: 'text', text: 'Hello' }`; files are made up unless given. */
    async act(who: Customer, input: ActionInput, to: PhoneNumber = number): Promise<StoredMessage | null> {
      keepTime()
      const action = withFile(world, to, actionSchema.parse(input))
      return act(world, { customerId: who.id, numberId: to.id, action })
    },

    /** The customer wrote a moment ago, but nobody is told. */
    openWindow(who: Customer = customer, to: PhoneNumber = number): void {
      world.state.threads[`${to.id}:${who.id}`] = {
        ...{ numberId: to.id, customerId: who.id, messageIds: [], freeEntryOfferUntil: null, freeEntryUntil: null },
        ...{ lastInboundAt: testClock.now(), typingUntil: null },
      }
    },

    /** The next sends of a number fail: refused, or accepted and failed by a status. */
    failNext(code: number, { asStatus = false, times = 1, from = number } = {}): void {
      for (let time = 0; time < times; time++) from.chaos.nextFailures.push({ code, asStatus })
    },

    /** What the business sent, oldest first. */
    sent: (): StoredMessage[] =>
      Object.values(world.state.messages).filter(({ direction }) => direction === 'outbound'),

    takeDeliveries,
    post,
    /** Hands the Worker every webhook until Meta has no more to tell. @returns how many deliveries there were */
    async deliver(): Promise<number> {
      let delivered = 0
      for (let some = await takeDeliveries(); some.length > 0; some = await takeDeliveries()) {
        for (const delivery of some) {
          const { status } = await post(delivery)
          expect(status, `POST ${delivery.path} of a signed delivery`).toBe(200)
          delivered++
        }
      }
      return delivered
    },
  }
}
export type Meta = ReturnType<typeof createMeta>

/** A tenant's own Meta app. */
export async function createMetaApp(
  organization: { id: string },
  { appKey, metaAppId, appSecret }: { appKey: string; metaAppId: string; appSecret: string },
) {
  const config = loadConfig(env)
  const id = createId('app', testClock.now())
  const sealed = (value: string, purpose: string) =>
    seal(config, value, { purpose, organizationId: organization.id, rowId: id })
  const row = {
    id,
    organizationId: organization.id,
    appKey,
    metaAppId,
    appSecret: await sealed(appSecret, 'meta-app-secret'),
    verifyToken: await sealed(`verify-${appKey}`, 'meta-app-verify-token'),
    createdAt: testClock.now(),
  }
  await drizzle(env.DIRECTORY).insert(metaApps).values(row).onConflictDoNothing()
  return row
}

/** The simulator's own sample files are on a disk that Workers do not have. */
function withFile(world: Parameters<typeof keepMedia>[0], { id: numberId }: PhoneNumber, action: Action): Action {
  if (!isMediaKind(action) || action.mediaId !== undefined || action.data !== undefined) return action
  const [mimeType, start] = files[action.type]
  const bytes = Buffer.concat([Buffer.from(start, 'latin1'), Buffer.from(`made up ${++madeUp}`)])
  const filename = action.type === 'document' ? (action.filename ?? 'receipt.pdf') : null
  return {
    ...action,
    mediaId: keepMedia(world, { numberId, bytes, mimeType, filename, voice: action.type === 'voice' }),
  }
}
let madeUp = 0
/** The type, and the bytes that a file of it begins with. */
const files = {
  image: ['image/jpeg', '\xff\xd8\xff\xe0\0\x10JFIF\0'],
  video: ['video/mp4', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom'],
  audio: ['audio/mpeg', 'ID3\x03\0\0\0\0\0\0'],
  voice: ['audio/ogg; codecs=opus', 'OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead\x01\x01'],
  document: ['application/pdf', '%PDF-1.4\n'],
  sticker: ['image/webp', 'RIFF\x24\0\0\0WEBPVP8 '],
} as const satisfies Record<string, readonly [string, string]>

/** The answer, or what `fetch` throws once its signal's time is over. */
async function inTime(answer: Promise<Response>, milliseconds: number): Promise<Response> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      milliseconds,
    )
  })
  try {
    return await Promise.race([answer, timeout])
  } finally {
    clearTimeout(timer)
  }
}

/** Approved, and of every parameter kind that tests need most. */
const templates = [
  {
    name: 'order_shipped',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}} is on its way', example: { header_text: ['20418'] } },
      {
        type: 'BODY',
        text: 'Hi {{1}}, your parcel left our studio today and arrives on {{2}}.',
        example: { body_text: [['Amara', 'Saturday']] },
      },
      { type: 'FOOTER', text: 'Kiln & Loom' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'Track parcel', url: 'https://kilnandloom.example/track/{{1}}', example: ['20418'] },
          { type: 'QUICK_REPLY', text: 'Change delivery' },
        ],
      },
    ],
  },
  { name: 'hello', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hello from Kiln & Loom.' }] },
  {
    name: 'welcome_discount',
    category: 'MARKETING',
    parameterFormat: 'NAMED',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW1hZ2U='] } },
      {
        type: 'BODY',
        text: 'Welcome, {{first_name}}! Use code {{discount_code}} for your first order.',
        example: {
          body_text_named_params: [
            { param_name: 'first_name', example: 'Amara' },
            { param_name: 'discount_code', example: 'FROST' },
          ],
        },
      },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Not for me' }] },
    ],
  },
] as const satisfies Omit<Parameters<typeof addTemplate>[1], 'accountId'>[]
