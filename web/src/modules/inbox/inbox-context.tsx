import { useLocation, useNavigate } from '@solidjs/router'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { ServerFrame } from '@worker/modules/realtime/realtime.schemas'
import { type Accessor, createContext, createEffect, createSignal, type JSX, on, onCleanup, useContext } from 'solid-js'
import { api, call } from '../../shared/api'
import { offlineError } from '../../shared/api-error'
import { isTransient } from '../../shared/api-fetch'
import { ApiError, errorText } from '../../shared/errors'
import { useLive } from '../../shared/live'
import { currentMinute } from '../../shared/minute'
import { online } from '../../shared/online'
import { beforeLeaving } from '../../shared/taking-leave'
import { useCurrentMember } from '../auth/current-member'
import { forgetAllSeen } from '../conversations/read-marks'
import { askBeforeFilesAreLost } from '../messages/attachments-kept'
import { createPageVisible } from '../messages/thread-reading'
import { createAttendance } from './attendance'
import { createMissedCount } from './caught-up'
import { readAfter } from './inbox.queries'
import { type CacheWriter, createCacheWriter } from './inbox-live'
import { createSync } from './inbox-sync'
import { createOutbox, type Outbox } from './outbox'
import { sendBeforeLeaving } from './outbox-farewell'
import { openTabs } from './outbox-tabs'
import { saysAway } from './own-presence'
import { watchRefused } from './refused-notice'

const CATCH_UP_MS = 30_000
const KEPT_ALIVE_UP_TO = 16_000

export type OnlinePerson = { userId: string; name: string; isAway: boolean }
export type InboxLive = {
  /** Writes what the server answered into everything that is on the screen. */
  cache: CacheWriter
  /** What was typed and is not with the server yet. */
  outbox: Outbox
  /** Colleagues who have the dashboard open. */
  online: Accessor<readonly OnlinePerson[]>
  /** Called with conversations as they change, and those that are out of sight, for notifications; stops with the owner. */
  onChanged: (listener: ChangeListener) => void
  catchUp: () => Promise<void>
}
type ChangeListener = (conversations: readonly Conversation[], removed: readonly string[]) => void
/** Given by `InboxLiveProvider`; by tests with what they want to see. */
export const InboxLiveContext = createContext<InboxLive>()

/** What the inbox knows live. There is one for the whole signed-in frame: badges and notifications need it on every page. */
export function useInboxLive(): InboxLive {
  const live = useContext(InboxLiveContext)
  if (!live) throw new Error('useInboxLive is for pages inside the signed-in frame')
  return live
}

export function InboxLiveProvider(props: { children: JSX.Element }) {
  return <InboxLiveContext.Provider value={createInboxLive()}>{props.children}</InboxLiveContext.Provider>
}

function createInboxLive(): InboxLive {
  const member = useCurrentMember()
  const live = useLive()
  const cache = createCacheWriter(member.organizationId(), member.me().user.id)
  const [colleagues, setColleagues] = createSignal<readonly OnlinePerson[]>([])
  const listeners = new Set<ChangeListener>()
  const missed = createMissedCount()
  const sync = createSync({
    fetchChanges: cache.fetchChanges,
    currentChange: cache.currentChange,
    apply: (changes) => {
      cache.applyChanges(changes)
      missed.note([...changes.conversations.map(({ id }) => id), ...changes.removed])
      for (const listener of listeners) listener(changes.conversations, changes.removed)
    },
    reloadAll: () => {
      missed.lose()
      cache.reloadAll()
    },
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  })
  const outboxKey = `wharf.outbox.${member.organizationId()}.${member.me().user.id}`
  const outbox = createOutbox({
    send: async ({ conversationId, message, clientId }) => {
      const json = { ...message, clientId }
      // What is released as the page goes away still arrives; a browser allows that for short bodies only.
      const keepalive = JSON.stringify(json).length < KEPT_ALIVE_UP_TO
      const sent = await call(
        api.api.conversations[':id'].messages.$post({ param: { id: conversationId }, json }, { init: { keepalive } }),
      )
      cache.applyMessages(conversationId, [sent])
    },
    takeBack: async ({ conversationId, clientId }) => {
      const { $delete } = api.api.conversations[':id'].messages['by-client'][':clientId']
      const { message } = await call($delete({ param: { id: conversationId, clientId } }))
      if (message) cache.applyMessages(conversationId, [message])
    },
    // The server has just answered: what closes can be loaded. Where it can't, the next try does.
    close: async (pending) => {
      const { closeAfterSending } = await import('./close-after').catch(() => {
        throw offlineError()
      })
      await closeAfterSending(pending, { organizationId: member.organizationId(), cache })
    },
    classify: (error) => ({
      isTransient: isTransient(error) || (error instanceof ApiError && (error.status === 401 || error.status === 429)),
      isServerFault: error instanceof ApiError && error.status >= 500,
      code: error instanceof ApiError ? error.code : 'internal',
      text: errorText(error),
    }),
    isOnline: online,
    storage: localStorage,
    key: outboxKey,
    tabs: openTabs(outboxKey),
    setTimer: (run, ms) => void setTimeout(run, ms),
    now: Date.now,
  })

  const location = useLocation()
  const navigate = useNavigate()
  watchRefused({
    items: outbox.items,
    isPageVisible: createPageVisible(),
    isOpen: (id) => location.pathname === `/inbox/${id}`,
    tell: (pending) => {
      const open = () => navigate(`/inbox/${pending.conversationId}`)
      // Where the network is gone again the list says it alone.
      import('./tell-refused')
        .then(({ tellRefused }) => tellRefused(pending, { organizationId: member.organizationId(), open }))
        .catch(() => {})
    },
  })

  readAfter(sync.begin())
  const catchUp = () => sync.catchUp().catch(() => {})
  live.onFrame((frame) => receive(frame as ServerFrame))
  const attendance = createAttendance((isAway) => live.send({ type: 'presence', isAway }), saysAway)
  createEffect(on(saysAway, () => attendance.changed(), { defer: true }))
  createEffect(on(currentMinute, cache.minutePassed, { defer: true }))
  let sight: string | undefined
  live.onConnected((hello) => {
    // Another role or another sight: what is on the screen may be too much or too little.
    const now = JSON.stringify([hello.role, hello.visibility])
    if (sight !== undefined && sight !== now) cache.reloadAll()
    sight = now
    attendance.connected()
    void missed.during(sync.catchUp())
    outbox.drainAll()
  })
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') void catchUp()
  }, CATCH_UP_MS)
  const onFocus = () => void catchUp()
  const onOnline = () => outbox.drainAll()
  // Nobody is there any more to take it back.
  const onHidden = () => {
    if (document.visibilityState === 'hidden') outbox.release()
  }
  document.addEventListener('visibilitychange', onHidden)
  window.addEventListener('focus', onFocus)
  window.addEventListener('online', onOnline)
  onCleanup(() => {
    clearInterval(timer)
    attendance.stop()
    document.removeEventListener('visibilitychange', onHidden)
    window.removeEventListener('focus', onFocus)
    window.removeEventListener('online', onOnline)
    sync.stop()
    forgetAllSeen()
    outbox.stop()
  })
  beforeLeaving(() => sendBeforeLeaving(outbox, online))
  askBeforeFilesAreLost(member.me().user.id)
  outbox.drainAll()

  function receive(frame: ServerFrame): void {
    if (frame.type === 'inbox.changed') sync.onFrame(frame)
    if (frame.type === 'presence') setColleagues(frame.online)
  }

  return {
    cache,
    outbox,
    online: colleagues,
    onChanged: (listener) => {
      listeners.add(listener)
      onCleanup(() => listeners.delete(listener))
    },
    catchUp,
  }
}
