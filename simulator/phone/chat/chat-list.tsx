import { For, Show } from 'solid-js'
import { timeOf } from '../format'
import { usePage } from '../store'
import { Avatar } from '../ui/avatar'

/** All numbers of all businesses, as chats of this customer. */
export function ChatList() {
  const page = usePage()
  return (
    <div class="flex min-h-0 flex-1 flex-col bg-(--phone-bar)">
      <h2 class="px-4 pt-2 pb-2 text-[19px]/7">Chats</h2>
      <ul class="min-h-0 flex-1 overflow-y-auto bg-(--phone-in)">
        <For each={page.chats()}>
          {(chat) => (
            <li>
              <button
                type="button"
                onClick={() => page.openChat(chat.numberId)}
                class="phone-line flex min-h-16 w-full items-center gap-3 border-b px-4 text-start hover:bg-(--phone-bar)"
              >
                <Avatar name={chat.name} size={40} class="bg-[#7A3E2B] text-white" />
                <span class="min-w-0 flex-1">
                  <span class="flex items-baseline gap-2">
                    <b class="min-w-0 flex-1 truncate text-md">{chat.name}</b>
                    <Show when={chat.at}>
                      {(at) => <time class="text-[11px] text-(--phone-meta) tabular-nums">{timeOf(at())}</time>}
                    </Show>
                  </span>
                  <span class="flex items-center gap-2">
                    <span dir="auto" class="min-w-0 flex-1 truncate text-(--phone-meta)">
                      {chat.preview || 'Say hello'}
                    </span>
                    <Show when={chat.unread > 0}>
                      <span class="min-w-[18px] rounded-full bg-buoy-ink px-1.5 text-center text-[11px]/[18px] font-semibold text-white tabular-nums dark:text-[#17171c]">
                        {chat.unread}
                        <span class="sr-only"> unread</span>
                      </span>
                    </Show>
                  </span>
                </span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
