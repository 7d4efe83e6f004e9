import Search from 'lucide-solid/icons/search'
import { createEffect, createResource, createSignal, For, Match, on, onCleanup, onMount, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { composerPopover } from './composer-frame'
import { countUse, type EmojiEntry, emojiOfGroup, oftenUsed, searchEmoji, shortcodeFor } from './emoji-data'

const COLUMNS = 9
const MOST_FOUND = 90
const OFTEN = 18

/** As the data numbers them; 2 are parts of emoji. */
const groups = [
  { id: 0, sign: '😀', label: 'smileys' },
  { id: 1, sign: '👋', label: 'people' },
  { id: 3, sign: '🐻', label: 'nature' },
  { id: 4, sign: '🍏', label: 'food' },
  { id: 5, sign: '✈️', label: 'travel' },
  { id: 6, sign: '⚽', label: 'activities' },
  { id: 7, sign: '💡', label: 'objects' },
  { id: 8, sign: '🔣', label: 'symbols' },
  { id: 9, sign: '🏁', label: 'flags' },
] as const

/** Every emoji, by group or by name. Stays open, so that several can be taken. */
export default function EmojiPicker(props: { onChoose: (emoji: string) => void; onClose: () => void }) {
  const [query, setQuery] = createSignal('')
  const [group, setGroup] = createSignal<number>(0)
  const [often] = createResource(() => oftenUsed(OFTEN).catch(() => []))
  const [shown] = createResource(
    () => ({ query: query().trim().toLowerCase(), group: group() }),
    (wanted) => (wanted.query === '' ? emojiOfGroup(wanted.group) : searchEmoji(wanted.query, MOST_FOUND)),
  )
  let frame: HTMLDivElement | undefined
  let box: HTMLInputElement | undefined
  // `latest`: what is there stays until the next is there, and nothing around it suspends.
  const entries = () => (shown.error ? [] : (shown.latest ?? []))

  onMount(() => {
    box?.focus()
    const onOutside = (event: PointerEvent) => {
      if (event.target instanceof Node && !frame?.parentElement?.contains(event.target)) props.onClose()
    }
    document.addEventListener('pointerdown', onOutside)
    onCleanup(() => document.removeEventListener('pointerdown', onOutside))
  })
  createEffect(on(group, () => frame?.querySelector('[data-grid]')?.scrollTo?.({ top: 0 }), { defer: true }))

  const choose = ({ unicode }: EmojiEntry) => {
    countUse(unicode)
    props.onChoose(unicode)
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      props.onClose()
      return
    }
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }
    const step = steps[event.key]
    const cells = [...(frame?.querySelectorAll<HTMLButtonElement>('[data-emoji]') ?? [])]
    const at = cells.indexOf(document.activeElement as HTMLButtonElement)
    if (step === undefined || cells.length === 0) return
    if (document.activeElement === box && event.key !== 'ArrowDown') return
    event.preventDefault()
    const next = at < 0 ? 0 : at + step
    if (next < 0) box?.focus()
    else cells[Math.min(next, cells.length - 1)]?.focus()
  }

  const grid = (list: readonly EmojiEntry[]) => (
    <div class="grid grid-cols-9">
      <For each={list}>
        {(entry) => (
          <button
            type="button"
            data-emoji
            tabindex="-1"
            aria-label={entry.name}
            title={`:${shortcodeFor(entry, '')}:`}
            onClick={() => choose(entry)}
            class="grid aspect-square place-items-center rounded-sm text-[21px]/none hover:bg-item-hover focus-visible:bg-item-hover focus-visible:outline-offset-[-2px]"
          >
            {entry.unicode}
          </button>
        )}
      </For>
    </div>
  )
  return (
    <div
      ref={(element) => (frame = element)}
      role="dialog"
      aria-label={t('composing.emojiPicker.label')}
      onKeyDown={onKeyDown}
      class={cx(composerPopover, 'flex h-[min(340px,50dvh)] w-[min(360px,calc(100%-32px))] flex-col')}
    >
      <label class="m-2 flex h-8 flex-none items-center gap-2 rounded-sm bg-surface-3 ps-2.5 pe-2 text-ink-3 focus-within:outline-2 focus-within:outline-focus max-sm:h-11">
        <Search aria-hidden="true" class="size-3.5" />
        <input
          ref={(element) => (box = element)}
          type="search"
          aria-label={t('composing.emojiPicker.search')}
          placeholder={t('composing.emojiPicker.search')}
          class="min-w-0 flex-1 bg-transparent text-ink outline-none max-sm:text-lg"
          value={query()}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            const [first] = entries()
            if (event.key !== 'Enter' || !first) return
            event.preventDefault()
            choose(first)
          }}
        />
      </label>
      <div data-grid class="min-h-0 flex-1 overflow-y-auto px-2 pb-1">
        <Switch>
          <Match when={shown.error}>
            <p role="alert" class="p-2 text-bad-ink">
              {t('composing.emojiPicker.failed')}
            </p>
          </Match>
          <Match when={query().trim() !== '' && entries().length === 0 && !shown.loading}>
            <p class="p-2 text-ink-3">{t('composing.emojiPicker.none', { query: query() })}</p>
          </Match>
          <Match when={true}>
            <Show when={query().trim() === '' && group() === 0 && (often.latest?.length ?? 0) > 0}>
              <p class="px-1 pt-1 pb-1 font-medium text-2xs text-ink-3">{t('composing.emojiPicker.recent')}</p>
              {grid(often.latest ?? [])}
              <p class="px-1 pt-2 pb-1 font-medium text-2xs text-ink-3">{t('composing.emojiPicker.groups.smileys')}</p>
            </Show>
            {grid(entries())}
          </Match>
        </Switch>
      </div>
      <div
        role="tablist"
        aria-label={t('composing.emojiPicker.label')}
        class="flex flex-none border-line border-t px-2 py-1"
      >
        <For each={groups}>
          {(entry) => (
            <button
              type="button"
              role="tab"
              aria-selected={query() === '' && group() === entry.id}
              aria-label={t(`composing.emojiPicker.groups.${entry.label}`)}
              title={t(`composing.emojiPicker.groups.${entry.label}`)}
              onClick={() => {
                setQuery('')
                setGroup(entry.id)
              }}
              class="grid h-8 flex-1 place-items-center rounded-sm text-[16px]/none opacity-70 grayscale hover:bg-item-hover aria-selected:bg-surface-3 aria-selected:opacity-100 aria-selected:grayscale-0 max-sm:h-11"
            >
              {entry.sign}
            </button>
          )}
        </For>
      </div>
    </div>
  )
}
