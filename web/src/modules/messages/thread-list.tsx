import ArrowDown from 'lucide-solid/icons/arrow-down'
import { createEffect, createSignal, Match, on, onMount, Show, Switch } from 'solid-js'
import { Virtualizer } from 'virtua/solid'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatDay, startOfDay } from '../../shared/times'
import { Spinner } from '../../ui/spinner'
import type { Pending } from '../inbox/outbox'
import { createThreadKeys } from './thread-keys'
import type { ThreadModel } from './thread-model'
import { ThreadRowView } from './thread-row-view'
import { PADDING_PX, type ThreadScroll } from './thread-scroll'

const ROW_PX = 56
/** Rows are measured before they can be seen, also when somebody scrolls fast: one that turns out larger would push the others. */
const AHEAD_PX = 700
/** More than this at once is a gap that was filled, not somebody who writes. */
const MOST_FRESH = 3

/** The rows that are in view, and what floats over them. */
export function ThreadList(props: {
  model: ThreadModel
  scroll: ThreadScroll
  /** The customer's. */
  name: string
  /** It opens at a message that a link names: neither at its end nor at what is unread. */
  isLinked: boolean
  olderState: 'rest' | 'loading' | 'failed'
  flashingId: string | undefined
  newBelow: number
  onOlder: () => void
  onEnd: () => void
  onEdit: () => Promise<(pending: Pending) => void>
}) {
  const { model, scroll } = props
  const keys = createThreadKeys({ model, scroll })
  const [focusedIndex, setFocusedIndex] = createSignal<number>()
  const keptIndexes = () => {
    const focused = focusedIndex()
    return focused === undefined ? [] : [focused]
  }
  const fresh = new Set<string>()
  const index = () => model.index()

  // What comes at the end while the thread is open rises once.
  createEffect(
    on(index, (now, before) => {
      if (!before || before.keys.length === 0 || now.keys === before.keys) return
      const added = now.keys.slice(-MOST_FRESH).filter((key) => !before.byKey.has(key))
      const isLarge = now.keys.length - before.keys.length > MOST_FRESH * 2
      fresh.clear()
      if (!isLarge) for (const key of added) fresh.add(key)
    }),
  )
  /** At the end of today there is nothing to tell. */
  const stickyDay = () => {
    const at = scroll.stickyDay()
    if (at === undefined) return undefined
    const isToday = startOfDay(new Date(at)) === startOfDay(new Date(currentMinute()))
    return isToday && scroll.isAtEnd() ? undefined : formatDay(at, currentMinute())
  }
  const newLine = () => index().keys.indexOf('new')
  let isTouched = false
  onMount(() => {
    if (!props.isLinked && index().keys.length > 0) queueMicrotask(() => scroll.open(newLine()))
    else scroll.open(-1)
  })
  // A cached thread is shown at once; what is unread in it may only come with the answer.
  createEffect(
    on(newLine, (at, before) => {
      if (before === -1 && at >= 0 && !isTouched && !props.isLinked) queueMicrotask(() => scroll.open(at))
    }),
  )
  return (
    <>
      <div
        ref={scroll.setScroller}
        role="log"
        // Only new messages of the customer are announced: rows come and go as one scrolls.
        aria-live="off"
        aria-label={t('thread.log', { name: props.name })}
        tabindex="0"
        class="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none]"
        onKeyDown={keys.onKeyDown}
        onWheel={() => (isTouched = true)}
        onTouchMove={() => (isTouched = true)}
        onFocusIn={(event) => setFocusedIndex(keys.indexOfTarget(event.target))}
        onFocusOut={() => setFocusedIndex(undefined)}
      >
        <div class="mt-auto flex-none py-3">
          <Show when={scroll.scroller()}>
            {(element) => (
              <Virtualizer
                ref={scroll.setHandle}
                data={index().keys}
                scrollRef={element()}
                startMargin={PADDING_PX}
                itemSize={ROW_PX}
                bufferSize={AHEAD_PX}
                shift={index().isPrepended}
                keepMounted={keptIndexes()}
                onScroll={scroll.onScroll}
              >
                {(key) => (
                  <ThreadRowView
                    rowKey={key}
                    rows={index().byKey}
                    flashingId={props.flashingId}
                    isFresh={fresh.delete(key)}
                    onEdit={props.onEdit}
                  />
                )}
              </Virtualizer>
            )}
          </Show>
        </div>
      </div>
      <Show when={index().keys.length === 0}>
        <p class="absolute inset-0 grid place-items-center px-8 text-center text-ink-3">{t('thread.empty')}</p>
      </Show>
      <div class="pointer-events-none absolute inset-x-0 top-2 z-(--z-sticky) flex flex-col items-center gap-1.5">
        <Show when={stickyDay()}>
          {(day) => (
            <span
              aria-hidden="true"
              class="rounded-full bg-raised px-2.5 py-0.5 font-medium text-2xs text-ink-2 shadow-xs ring-1 ring-line"
            >
              {day()}
            </span>
          )}
        </Show>
        <Older state={props.olderState} onRetry={props.onOlder} />
      </div>
      <Show when={scroll.isAway()}>
        <button
          type="button"
          onClick={() => props.onEnd()}
          class="absolute end-5 bottom-3 z-(--z-sticky) inline-flex h-8 items-center gap-1.5 rounded-full bg-raised px-3 font-medium text-xs shadow-md ring-1 ring-line hover:bg-surface-3 max-sm:end-3 max-sm:h-11"
        >
          <ArrowDown aria-hidden="true" class="size-3.5" />
          {props.newBelow > 0 ? t('thread.newBelow', { count: props.newBelow }) : t('thread.toEnd')}
        </button>
      </Show>
    </>
  )
}

function Older(props: { state: 'rest' | 'loading' | 'failed'; onRetry: () => void }) {
  return (
    <Switch>
      <Match when={props.state === 'loading'}>
        <span
          role="status"
          class="flex items-center gap-1.5 rounded-full bg-raised px-2.5 py-1 text-ink-2 text-xs shadow-xs ring-1 ring-line animate-[appear_var(--t-base)_400ms_both]"
        >
          <Spinner />
          {t('thread.loadingOlder')}
        </span>
      </Match>
      <Match when={props.state === 'failed'}>
        <span
          role="alert"
          class="pointer-events-auto flex items-center gap-1.5 rounded-full bg-raised py-1 ps-3 pe-1 text-bad-ink text-xs shadow-md ring-1 ring-line"
        >
          {t('thread.olderFailed')}
          <button
            type="button"
            class="rounded-full px-2 py-0.5 font-medium hover:bg-bad-soft max-sm:min-h-11"
            onClick={() => props.onRetry()}
          >
            {t('thread.media.tryAgain')}
          </button>
        </span>
      </Match>
    </Switch>
  )
}
