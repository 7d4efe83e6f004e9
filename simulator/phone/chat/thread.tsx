import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import { dayName, isOtherDay } from '../format'
import { usePage } from '../store'
import { Bubble } from './bubble'

const NEAR_END = 60

export function Thread() {
  const page = usePage()
  let log: HTMLDivElement | undefined
  const [isAtEnd, setAtEnd] = createSignal(true)
  const messages = () => page.thread()?.messages ?? []
  const isTyping = () => (page.thread()?.typingUntil ?? 0) > page.now()

  const toEnd = () => log?.scrollTo({ top: log.scrollHeight })
  onMount(() => {
    toEnd()
    // Pictures arrive later than their bubbles, and a phone's keyboard takes its room.
    const observer = new ResizeObserver(() => isAtEnd() && toEnd())
    if (log) observer.observe(log)
    if (log?.firstElementChild) observer.observe(log.firstElementChild)
    onCleanup(() => observer.disconnect())
  })
  // A new message is followed by whoever was at the end, and by whoever wrote it.
  createEffect(
    on(
      () => messages().at(-1)?.id,
      () => {
        if (isAtEnd() || messages().at(-1)?.from === 'customer') queueMicrotask(toEnd)
      },
    ),
  )
  createEffect(
    on(
      () => [page.customer()?.id, page.number()?.id],
      () => queueMicrotask(toEnd),
    ),
  )

  const earlier = async () => {
    const before = log?.scrollHeight ?? 0
    await page.showEarlier()
    // What was looked at stays where it was.
    if (log) log.scrollTop += log.scrollHeight - before
  }

  return (
    <div
      ref={(node) => {
        log = node
      }}
      role="log"
      tabindex="0"
      aria-label={`Messages with ${page.number()?.verifiedName ?? ''}`}
      onScroll={() => setAtEnd(!log || log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END)}
      class="min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain"
    >
      <div class="flex min-h-full flex-col justify-end gap-1.5 px-2.5 py-3">
        <Show when={page.thread()?.hasMore}>
          <button type="button" onClick={earlier} class="pday mb-1 min-h-6 font-medium text-(--phone-link)!">
            Earlier messages
          </button>
        </Show>
        <Show when={messages().length === 0}>
          <p class="m-auto max-w-[230px] rounded-md bg-(--phone-in)/75 px-3 py-2 text-center text-xs text-(--phone-meta)">
            No messages yet. Say hello: that opens the 24-hour window.
          </p>
        </Show>
        <For each={messages()}>
          {(message, index) => (
            <>
              <Show when={index() === 0 || isOtherDay(messages()[index() - 1]?.at ?? 0, message.at)}>
                <p class="pday my-1">{dayName(message.at, page.now())}</p>
              </Show>
              <Bubble message={message} />
            </>
          )}
        </For>
        <Show when={isTyping()}>
          <div class="pb flex h-8 items-center gap-1" role="img" aria-label="The business is writing">
            <For each={[0, 160, 320]}>
              {(delay) => (
                <span
                  class="size-1.5 animate-[blink_1.2s_infinite] rounded-full bg-(--phone-meta)"
                  style={{ 'animation-delay': `${delay}ms` }}
                />
              )}
            </For>
          </div>
        </Show>
      </div>
    </div>
  )
}
