import { BadgeCheck, ChevronLeft } from 'lucide-solid'
import { Show } from 'solid-js'
import { usePage } from '../store'
import { Avatar } from '../ui/avatar'
import { IconButton } from '../ui/button'
import { ChatMenu } from './chat-menu'
import { Composer } from './composer'
import { Thread } from './thread'

export function Chat() {
  const page = usePage()
  const isTyping = () => (page.thread()?.typingUntil ?? 0) > page.now()
  const isBlocked = () => page.customer()?.blockedNumbers.includes(page.number()?.id ?? '') ?? false
  const unreadElsewhere = () =>
    page
      .chats()
      .filter((chat) => chat.numberId !== page.number()?.id)
      .reduce((sum, chat) => sum + chat.unread, 0)

  return (
    <>
      <header class="phone-line flex flex-none items-center gap-1.5 border-b bg-(--phone-bar) py-1 ps-1 pe-1 sm:pb-2">
        <IconButton
          label={unreadElsewhere() > 0 ? `All chats, ${unreadElsewhere()} unread` : 'All chats'}
          icon={<ChevronLeft aria-hidden="true" class="size-[18px]!" />}
          class="text-(--phone-ink)"
          onClick={() => page.setChatOpen(false)}
        />
        <Avatar name={page.number()?.verifiedName ?? ''} class="bg-[#7A3E2B] text-white" />
        <div class="min-w-0 flex-1 ps-0.5">
          <h2 class="flex items-center gap-1 text-[13.5px]/4">
            <span class="truncate">{page.number()?.verifiedName}</span>
            <BadgeCheck aria-label="A business" class="size-3.5!" />
          </h2>
          <p class="truncate text-[11px]/[14px] text-(--phone-meta)" aria-live="polite">
            <Show when={isTyping()} fallback={page.isAlone ? `You are ${page.customer()?.name}` : 'Simulated'}>
              typing…
            </Show>
          </p>
        </div>
        <ChatMenu />
      </header>
      <Show when={page.customer()?.isOnline === false}>
        <p class="flex-none bg-buoy-soft px-4 py-1.5 text-center text-xs text-buoy-ink">
          Offline. What the business sends waits until you’re back.
        </p>
      </Show>
      <Thread />
      <Show
        when={!isBlocked()}
        fallback={
          <div class="flex flex-none flex-col items-center gap-2 bg-(--phone-bar) px-4 pt-3 pb-4 text-center">
            <p class="text-(--phone-meta)">You have blocked this business.</p>
            <button type="button" class="pbtn max-w-[200px]" onClick={() => void page.act({ type: 'unblock' })}>
              Unblock
            </button>
          </div>
        }
      >
        <Composer />
      </Show>
    </>
  )
}
