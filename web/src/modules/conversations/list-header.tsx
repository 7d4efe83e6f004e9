import Search from 'lucide-solid/icons/search'
import SquarePen from 'lucide-solid/icons/square-pen'
import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, on, onCleanup, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { createShortcuts } from '../../shared/shortcuts'
import { IconButton } from '../../ui/icon-button'
import { Kbd } from '../../ui/kbd'
import type { InboxState } from '../inbox/inbox-state'

const TYPING_PAUSE_MS = 250

/** Title, new conversation, and the search over people and messages. */
export function ListHeader(props: { state: InboxState; mayStart: boolean; onStart: () => void }) {
  const [text, setText] = createSignal(props.state.filter().search ?? '')
  let input: HTMLInputElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  // The address may change without us: a view that is chosen, the back button.
  createEffect(
    on(
      () => props.state.filter().search,
      (search) => search !== text().trim() && setText(search ?? ''),
      { defer: true },
    ),
  )
  const search = (value: string, wait = TYPING_PAUSE_MS) => {
    setText(value)
    clearTimeout(timer)
    timer = setTimeout(() => props.state.setFilter({ search: value.trim() || undefined }), wait)
  }
  createShortcuts([{ keys: '/', run: () => input?.focus() }])
  return (
    <>
      <header class="flex h-12 flex-none items-center gap-0.5 ps-4 pe-2.5">
        <h1 class="flex-1 font-semibold text-[17px] tracking-[-.015em]">{t('inbox.title')}</h1>
        <Show when={props.mayStart}>
          <IconButton
            label={t('inbox.begin')}
            shortcut="C"
            icon={<SquarePen aria-hidden="true" />}
            onClick={() => props.onStart()}
          />
        </Show>
      </header>
      <div class="px-3 pb-2">
        <label class="flex h-(--h-md) items-center gap-2 rounded-sm bg-surface-3 px-2.5 text-ink-3 focus-within:outline-2 focus-within:outline-focus max-sm:h-11">
          <Search aria-hidden="true" class="size-3.5 flex-none" />
          <input
            ref={(element) => (input = element)}
            type="search"
            aria-label={t('inbox.search.label')}
            placeholder={t('inbox.search.placeholder')}
            maxlength={200}
            value={text()}
            onInput={(event) => search(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') search(event.currentTarget.value, 0)
              if (event.key !== 'Escape') return
              // Ours alone: the open conversation stays open.
              event.preventDefault()
              search('', 0)
              input?.blur()
            }}
            class="min-w-0 flex-1 bg-transparent text-ink text-sm outline-none placeholder:text-ink-3 max-sm:text-lg [&::-webkit-search-cancel-button]:hidden"
          />
          <Show when={text() !== ''} fallback={<Kbd class="max-sm:hidden">/</Kbd>}>
            <button type="button" aria-label={t('inbox.search.clear')} onClick={() => search('', 0)}>
              <X aria-hidden="true" class="size-3.5" />
            </button>
          </Show>
        </label>
      </div>
    </>
  )
}
