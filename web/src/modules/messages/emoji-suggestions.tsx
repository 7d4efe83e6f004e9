import '../../strings/register-composing'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import type { ComposerState } from './composer-state'
import { SuggestList } from './composer-suggest-list'
import { answerBox } from './composer-text-box'
import { countUse, type EmojiEntry, searchEmoji, shortcodeFor } from './emoji-data'

const MOST = 8

/** Emoji for a short name that is being typed: `:smi`. Nothing is shown where none fits: it was no emoji that was meant. */
export default function EmojiSuggestions(props: { state: ComposerState; query: string }) {
  const [found, setFound] = createSignal<readonly EmojiEntry[]>([])
  /** What they were found for. */
  const [sought, setSought] = createSignal<string>()
  answerBox(props.state.box, () => {
    const query = sought()
    return query === undefined ? undefined : { kind: 'emoji', query }
  })
  function show(query: string, entries: readonly EmojiEntry[]): void {
    if (query !== props.query) return
    setFound(entries)
    setSought(query)
  }
  createEffect(
    on(
      () => props.query,
      (query) => {
        // Without the data the name is left as it is typed.
        void searchEmoji(query, MOST).then(
          (entries) => show(query, entries),
          () => show(query, []),
        )
      },
    ),
  )
  return (
    <Show when={found().length > 0}>
      <SuggestList
        box={props.state.box}
        label={t('composing.emojiPicker.suggestions', { query: props.query })}
        items={found()}
        idOf={({ name }) => name.replaceAll(' ', '-')}
        onChoose={({ unicode }) => {
          countUse(unicode)
          props.state.box.replace(`${unicode} `)
        }}
        render={(entry) => (
          <>
            <span class="w-6 text-center text-[18px]/6">{entry.unicode}</span>
            <span class="min-w-0 truncate">:{shortcodeFor(entry, props.query)}:</span>
          </>
        )}
      />
    </Show>
  )
}
