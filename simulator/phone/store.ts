import { batch, createContext, createEffect, createSignal, onCleanup, useContext } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { ActionInput } from '../control/action.schemas'
import type { ChatView, CustomerView, NumberView, Overview } from '../control/overview'
import type { ThreadView } from '../control/thread-view'
import type { LogEvent } from '../core/state'
import { ApiError, api, eventsUrl } from './api'

const MOST_EVENTS = 1000
/** Hundreds of events a second are one look at the simulator. */
const REFRESH_MS = 80
const PAGE = 60

export type Notice = { id: number; text: string; isBad: boolean }
export type Page = ReturnType<typeof createPage>

const PageContext = createContext<Page>()
export const PageProvider = PageContext.Provider
export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('used outside of the page')
  return page
}

/** Everything the page shows, kept in step with the simulator's event stream. */
export function createPage(query: URLSearchParams) {
  const isAlone = query.get('view') === 'phone'
  const [overview, setOverview] = createStore<{ value: Overview | null }>({ value: null })
  const [chats, setChats] = createStore<{ list: ChatView[] }>({ list: [] })
  const [thread, setThread] = createStore<{ value: ThreadView | null }>({ value: null })
  const [events, setEvents] = createSignal<LogEvent[]>([])
  const [customerId, setCustomerId] = createSignal(
    query.get('customer') ?? localStorage.getItem('simulator.customer') ?? '',
  )
  const [numberId, setNumberId] = createSignal(query.get('number') ?? localStorage.getItem('simulator.number') ?? '')
  const [isChatOpen, setChatOpen] = createSignal(true)
  const [search, setSearch] = createSignal('')
  const [limit, setLimit] = createSignal(PAGE)
  const [isOnline, setOnline] = createSignal(true)
  const [isLoaded, setLoaded] = createSignal(false)
  const [notices, setNotices] = createSignal<Notice[]>([])
  const [replyTo, setReplyTo] = createSignal<string | null>(null)
  const [tick, setTick] = createSignal(Date.now())
  let skewMs = 0
  let noticeId = 0

  const customer = (): CustomerView | undefined => {
    const list = overview.value?.customers
    return list?.find(({ id }) => id === customerId()) ?? list?.[0]
  }
  const number = (): NumberView | undefined => {
    const list = overview.value?.numbers
    return list?.find(({ id }) => id === numberId()) ?? list?.[0]
  }
  /** The simulator's clock, to the second. */
  const now = () => tick() + skewMs

  const tell = (text: string, isBad = false) => {
    const notice = { id: ++noticeId, text, isBad }
    setNotices((all) => [...all.slice(-2), notice])
    setTimeout(() => setNotices((all) => all.filter((one) => one !== notice)), 5000)
  }

  let isRefreshing = false
  let isStale = false
  /** The newest look wins; while one is on its way the next is only noted. */
  async function refresh(): Promise<void> {
    if (isRefreshing) {
      isStale = true
      return
    }
    isRefreshing = true
    try {
      do {
        isStale = false
        await look()
      } while (isStale)
      setOnline(true)
    } catch (error) {
      if (error instanceof ApiError && error.isOffline) setOnline(false)
      else tell(error instanceof Error ? error.message : String(error), true)
    } finally {
      isRefreshing = false
      setLoaded(true)
    }
  }

  async function look(): Promise<void> {
    const seen = await api.overview(search())
    skewMs = seen.now - Date.now()
    setOverview('value', reconcile(seen, { key: 'id', merge: true }))
    const who = customer()
    const to = number()
    if (!who || !to) {
      batch(() => {
        setChats('list', [])
        setThread('value', null)
      })
      return
    }
    const [{ chats: list }, open] = await Promise.all([
      api.chats(who.id),
      api.thread({ numberId: to.id, customerId: who.id, limit: limit() }),
    ])
    // Somebody else was chosen meanwhile: the next look is theirs.
    if (customer()?.id !== who.id || number()?.id !== to.id) {
      isStale = true
      return
    }
    batch(() => {
      setTick(Date.now())
      setChats('list', reconcile(list, { key: 'numberId', merge: true }))
      setThread('value', reconcile(open, { key: 'id', merge: true }))
    })
  }

  let _refreshTimer: ReturnType<typeof setTimeout> | undefined
  const refreshSoon = () => {
    _refreshTimer ??= setTimeout(() => {
      _refreshTimer = undefined
      void refresh()
    }, REFRESH_MS)
  }

  let arrived: LogEvent[] = []
  const take = (event: LogEvent) => {
    if (event.kind === 'reset' || event.kind === 'events') {
      arrived = []
      setEvents([])
    }
    arrived.push(event)
    if (arrived.length === 1) {
      setTimeout(() => {
        const news = arrived
        arrived = []
        setEvents((all) => [...all, ...news].slice(-MOST_EVENTS))
      }, REFRESH_MS)
    }
    refreshSoon()
  }

  let source: EventSource | undefined
  async function start(): Promise<void> {
    try {
      const { events: known } = await api.events()
      setEvents(known)
      source = new EventSource(eventsUrl(known.at(-1)?.id ?? 'ev_0'))
      source.onmessage = ({ data }) => take(JSON.parse(data))
      source.onopen = () => void refresh()
      source.onerror = () => setOnline(false)
    } catch {
      setOnline(false)
      setLoaded(true)
      setTimeout(() => void start(), 1000)
    }
  }
  void start()

  const seconds = setInterval(() => setTick(Date.now()), 1000)
  createEffect(() => {
    const who = customer()?.id
    const to = number()?.id
    if (who) localStorage.setItem('simulator.customer', who)
    if (to) localStorage.setItem('simulator.number', to)
  })
  onCleanup(() => {
    clearInterval(seconds)
    source?.close()
  })

  /** Does something in the simulator. What is refused becomes a notice. @returns whether it was done */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      refreshSoon()
      return true
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error), true)
      if (error instanceof ApiError && error.isOffline) setOnline(false)
      return false
    }
  }

  /** As the customer that is chosen, to the number that is open. */
  const act = (action: ActionInput): Promise<boolean> => {
    const who = customer()
    const to = number()
    if (!who || !to) return Promise.resolve(false)
    return attempt(() => api.act(who.id, { ...action, numberId: to.id }))
  }

  return {
    isAlone,
    overview: () => overview.value,
    chats: () => chats.list,
    thread: () => thread.value,
    ...{
      events,
      customer,
      number,
      now,
      notices,
      search,
      isOnline,
      isLoaded,
      isChatOpen,
      setChatOpen,
      replyTo,
      setReplyTo,
    },
    choose: (id: string) => {
      setReplyTo(null)
      setLimit(PAGE)
      setCustomerId(id)
      void refresh()
    },
    openChat: (id: string) => {
      batch(() => {
        setReplyTo(null)
        setLimit(PAGE)
        setNumberId(id)
        setChatOpen(true)
      })
      void refresh()
    },
    showEarlier: () => {
      setLimit((count) => count + PAGE)
      return refresh()
    },
    searchFor: (text: string) => {
      setSearch(text)
      refreshSoon()
    },
    dismiss: (id: number) => setNotices((all) => all.filter((one) => one.id !== id)),
    ...{ tell, attempt, act, refresh },
  }
}
