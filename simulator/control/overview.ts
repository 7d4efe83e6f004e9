import type { Chaos } from '../core/chaos'
import type { Settings } from '../core/settings'
import { type Customer, type PhoneNumber, threadKey } from '../core/state'
import type { World } from '../core/world'
import { previewOf } from './message-view'

export type CustomerView = Pick<
  Customer,
  | ('id' | 'name' | 'phone' | 'waId' | 'username' | 'language' | 'identityMode' | 'isOnline' | 'readsMessages')
  | ('optedOutOfMarketing' | 'blockedNumbers' | 'isUnknown')
>
export type NumberView = Pick<
  PhoneNumber,
  'id' | 'accountId' | 'displayPhoneNumber' | 'verifiedName' | 'status' | 'qualityRating' | 'isOnBizApp'
> & { chaos: Chaos; businessName: string; callbackUrl: string | null; pendingCode: string | null }

/** What the page shows around the phone. */
export type Overview = {
  now: number
  offsetMs: number
  dashboardUrl: string | null
  settings: Pick<Settings, 'statusDelaysMs' | 'windowFailure'>
  numbers: NumberView[]
  customers: CustomerView[]
  /** Of whom `customers` are the first, or the ones that were searched for. */
  totalCustomers: number
  deliveries: { waiting: number; givenUp: number; dropped: number }
}

const MOST_CUSTOMERS = 80

export function overviewOf(
  world: World,
  { dashboardUrl, search }: { dashboardUrl: string | null; search: string },
): Overview {
  const { state } = world
  const all = Object.values(state.customers).filter(({ isUnknown }) => !isUnknown)
  const wanted = search.toLocaleLowerCase()
  const digits = search.replace(/\D/g, '')
  const found = wanted
    ? all.filter(
        ({ name, waId }) => name.toLocaleLowerCase().includes(wanted) || (digits !== '' && waId.includes(digits)),
      )
    : all
  const count = (wantedState: string) => state.deliveries.filter((one) => one.state === wantedState).length
  return {
    now: world.now(),
    offsetMs: state.clockOffsetMs,
    dashboardUrl,
    settings: { statusDelaysMs: state.settings.statusDelaysMs, windowFailure: state.settings.windowFailure },
    numbers: Object.values(state.numbers).map((number) => numberView(world, number)),
    customers: found.slice(0, MOST_CUSTOMERS).map(customerView),
    totalCustomers: all.length,
    deliveries: { waiting: count('waiting'), givenUp: count('given-up'), dropped: count('dropped') },
  }
}

function numberView({ state }: World, number: PhoneNumber): NumberView {
  const { id, accountId, displayPhoneNumber, verifiedName, status, qualityRating, isOnBizApp, chaos, pendingCode } =
    number
  const account = state.accounts[accountId]
  const appId = Object.keys(account?.subscribedApps ?? {})[0]
  const override = number.overrideCallbackUrl ?? (appId ? account?.subscribedApps[appId]?.overrideCallbackUrl : null)
  const callbackUrl = override || (appId ? state.apps[appId]?.callbackUrl : null) || null
  const businessName = account?.name ?? verifiedName
  return {
    ...{ id, accountId, displayPhoneNumber, verifiedName, status, qualityRating, isOnBizApp, chaos, pendingCode },
    businessName,
    callbackUrl,
  }
}

export const customerView = (customer: Customer): CustomerView => {
  const { id, name, phone, waId, username, language, identityMode, isOnline, readsMessages } = customer
  const { optedOutOfMarketing, blockedNumbers, isUnknown } = customer
  return {
    ...{ id, name, phone, waId, username, language, identityMode, isOnline, readsMessages },
    ...{ optedOutOfMarketing, blockedNumbers, isUnknown },
  }
}

/** A line in the phone's list of chats. */
export type ChatView = { numberId: string; name: string; preview: string; at: number | null; unread: number }

export function chatsOf(world: World, customerId: string): ChatView[] {
  const { state } = world
  return Object.values(state.numbers).map(({ id, verifiedName }) => {
    const ids = state.threads[threadKey(id, customerId)]?.messageIds ?? []
    const last = state.messages[ids.at(-1) ?? '']
    const unread = ids.slice(-100).filter((one) => {
      const message = state.messages[one]
      return message?.direction === 'outbound' && message.status === 'delivered'
    }).length
    return {
      numberId: id,
      name: verifiedName,
      preview: last ? previewOf(world, last) : '',
      at: last?.at ?? null,
      unread,
    }
  })
}
