import Search from 'lucide-solid/icons/search'
import { createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Checkbox } from '../../ui/checkbox'

export type Choice = { value: string; label: string; look?: () => JSX.Element }
const SEARCH_FROM = 8
const MOST = 60

/** Several of many, ticked. Typing narrows a long list; what is ticked stays in sight. */
export function ChoiceList(props: {
  label: string
  choices: readonly Choice[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}) {
  const [typed, setTyped] = createSignal('')
  const first = new Set(props.chosen)
  const fold = (text: string) =>
    text
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .toLowerCase()
  const shown = createMemo(() => {
    const words = fold(typed().trim())
    const found = props.choices.filter(({ label }) => fold(label).includes(words))
    return found.toSorted((a, b) => Number(first.has(b.value)) - Number(first.has(a.value))).slice(0, MOST)
  })
  const toggle = (value: string, isOn: boolean) =>
    props.onChange(isOn ? [...props.chosen, value] : props.chosen.filter((one) => one !== value))
  return (
    <fieldset class="flex min-w-0 flex-col">
      <legend class="sr-only">{props.label}</legend>
      <Show when={props.choices.length >= SEARCH_FROM}>
        <div class="mb-1.5 flex h-8 items-center gap-2 rounded-sm bg-surface-3 px-2 max-sm:h-11">
          <Search aria-hidden="true" class="size-3.5 text-ink-3" />
          <input
            type="search"
            aria-label={t('segments.editor.find')}
            placeholder={t('segments.editor.find')}
            dir="auto"
            autocomplete="off"
            value={typed()}
            onInput={(event) => setTyped(event.currentTarget.value)}
            class="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3 max-sm:text-lg"
          />
        </div>
      </Show>
      <div class="max-h-52 overflow-y-auto">
        <For each={shown()} fallback={<p class="py-1.5 text-ink-3 text-xs">{t('segments.editor.noneFound')}</p>}>
          {(choice) => (
            <div class="rounded-sm px-1.5 py-[5px] hover:bg-item-hover">
              <Checkbox
                label={<span dir="auto">{choice.look ? choice.look() : choice.label}</span>}
                checked={props.chosen.includes(choice.value)}
                onChange={(isOn) => toggle(choice.value, isOn)}
              />
            </div>
          )}
        </For>
      </div>
    </fieldset>
  )
}
