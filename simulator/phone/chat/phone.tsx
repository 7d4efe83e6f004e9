import { BatteryFull, SignalHigh, Wifi, WifiOff } from 'lucide-solid'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { timeOf } from '../format'
import { usePage } from '../store'
import { cx } from '../ui/cx'
import { Chat } from './chat'
import { ChatList } from './chat-list'

/** The customer's phone: in its frame on a wide page, as the whole screen on a small one or in its own window. */
export function Phone(props: { isFull?: boolean }) {
  const page = usePage()
  const frame = () =>
    props.isFull
      ? 'h-full w-full rounded-none p-0 shadow-none'
      : 'h-full max-h-[708px] max-sm:h-full max-sm:max-h-none max-sm:w-full max-sm:rounded-none max-sm:p-0 max-sm:shadow-none'
  const screen = () => (props.isFull ? 'rounded-none' : 'max-sm:rounded-none')
  return (
    <div class={cx('grid h-full grid-rows-[minmax(0,1fr)] place-items-center', !props.isFull && 'sm:py-3.5')}>
      <div class={cx('phone', frame())}>
        <div class={cx('phone-screen', screen())}>
          <div
            aria-hidden="true"
            class={cx(
              'flex flex-none justify-between bg-(--phone-bar) px-5 pt-[9px] pb-[3px] text-[11.5px] font-semibold tabular-nums',
              props.isFull ? 'hidden' : 'max-sm:hidden',
            )}
          >
            <span>{timeOf(page.now())}</span>
            <span class="flex items-center gap-1">
              <SignalHigh class="size-3!" />
              <Show when={page.customer()?.isOnline !== false} fallback={<WifiOff class="size-3!" />}>
                <Wifi class="size-3!" />
              </Show>
              <BatteryFull class="size-3.5!" />
            </span>
          </div>
          <Switch>
            <Match when={!page.isOnline()}>
              <Plain title="The simulator doesn’t answer">
                Start it with <code class="font-mono">npm start</code>. This page goes on by itself when it is back.
              </Plain>
            </Match>
            <Match when={!page.isLoaded()}>
              <div class="flex-1" aria-busy="true" />
            </Match>
            <Match when={!page.number()}>
              <Plain title="Nobody to write to yet">
                A business connects with <code class="font-mono">POST /_simulator/businesses</code>, or press Reset for
                the demonstration.
              </Plain>
            </Match>
            <Match when={!page.customer()}>
              <Plain title="Nobody is here">Add a customer under “You are”.</Plain>
            </Match>
            <Match when={page.isChatOpen()}>
              <Chat />
            </Match>
            <Match when={true}>
              <ChatList />
            </Match>
          </Switch>
        </div>
      </div>
    </div>
  )
}

function Plain(props: { title: string; children: JSX.Element }) {
  return (
    <div role="status" class="m-auto max-w-[260px] px-4 text-center">
      <p class="mb-1 text-md font-semibold">{props.title}</p>
      <p class="text-(--phone-meta)">{props.children}</p>
    </div>
  )
}
