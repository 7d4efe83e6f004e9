import { CircleAlert, X } from 'lucide-solid'
import { For, Show } from 'solid-js'
import { usePage } from './store'

/** What could not be done, and what was. Read out, and gone after five seconds. */
export function Notices() {
  const page = usePage()
  return (
    <section
      aria-label="Messages about what you did"
      class="pointer-events-none fixed inset-x-3 bottom-3 z-(--z-toast) flex flex-col items-center gap-2 max-sm:bottom-16"
    >
      <div role="status" class="contents">
        <For each={page.notices()}>
          {(notice) => (
            <div class="pointer-events-auto flex max-w-[420px] animate-[rise_var(--t-slow)_var(--e-out)] items-center gap-2 rounded-md bg-[#24232b] py-2 ps-3 pe-1 text-[#f4f3f7] shadow-lg dark:bg-[#2f2f39]">
              <Show when={notice.isBad}>
                <CircleAlert aria-hidden="true" class="text-[#ff9c8d]" />
              </Show>
              <span class="min-w-0 flex-1">{notice.text}</span>
              <button
                type="button"
                aria-label="Dismiss"
                onClick={() => page.dismiss(notice.id)}
                class="grid size-7 place-items-center rounded-sm hover:bg-white/10 max-sm:size-11"
              >
                <X aria-hidden="true" class="size-3.5!" />
              </button>
            </div>
          )}
        </For>
      </div>
    </section>
  )
}
