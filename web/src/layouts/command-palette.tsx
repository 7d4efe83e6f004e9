import '../strings/register-palette'
import Search from 'lucide-solid/icons/search'
import X from 'lucide-solid/icons/x'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../shared/i18n'
import { displayKeys } from '../shared/shortcuts'
import { Avatar } from '../ui/avatar'
import { Kbd } from '../ui/kbd'
import { PaletteFrame } from '../ui/palette-frame'
import { type Command, type CommandPorts, groupCommands, listCommands, matchCommands } from './commands'
import type { EarlyTyping } from './early-keys'
import { inScope, readQuery } from './palette-query'
import { createPaletteSearch } from './palette-search'

const LIST_ID = 'palette-results'
const optionId = (command: Command) => `palette-${command.id.replace(/\W/g, '-')}`

export default function CommandPalette(props: {
  open: boolean
  onOpenChange: (open: boolean) => void
  ports: CommandPorts
  /** What was typed while it was on its way. */
  takeEarly: () => EarlyTyping
}) {
  return (
    <PaletteFrame open={props.open} onOpenChange={props.onOpenChange} title={t('shell.palette.title')}>
      <PaletteBody ports={props.ports} takeEarly={props.takeEarly} close={() => props.onOpenChange(false)} />
    </PaletteFrame>
  )
}

function PaletteBody(props: { ports: CommandPorts; takeEarly: () => EarlyTyping; close: () => void }) {
  const [query, setQuery] = createSignal('')
  const asked = createMemo(() => readQuery(query()))
  const [isHere, setHere] = createSignal(true)
  const [position, setPosition] = createSignal(0)
  const inbox = createPaletteSearch(props.ports, asked, isHere)
  const commands = createMemo(() => [
    ...inbox.here(),
    // What is typed is looked for among all of them.
    ...(asked().words === '' ? inbox.recent() : []),
    ...listCommands(props.ports),
    ...inbox.tags(),
  ])
  const matches = createMemo(() => {
    const { scope, words } = asked()
    const known = commands().filter(inScope(scope))
    // Somebody who asks for tags wants to see them, before a word of one is typed.
    const open = scope === 'tags' ? known.map((command) => ({ ...command, isOnlyFound: false })) : known
    return [...matchCommands(open, words), ...inbox.found()]
  })
  const groups = createMemo(() => groupCommands(matches()))
  // Grouped, so that the arrow keys follow what is seen.
  const ordered = createMemo(() => groups().flatMap(([, members]) => members))
  const current = () => ordered()[Math.min(position(), ordered().length - 1)]

  const currentId = () => {
    const command = current()
    return command && optionId(command)
  }

  const run = (command: Command | undefined) => {
    if (!command) return
    props.close()
    // After the dialog has given the focus back: what is run may want it.
    setTimeout(() => command.run(), 0)
  }
  const move = (to: number) => {
    const count = ordered().length
    if (count === 0) return
    setPosition((to + count) % count)
    const command = current()
    if (command) document.getElementById(optionId(command))?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: position() + 1,
      ArrowUp: position() - 1,
      Home: 0,
      End: ordered().length - 1,
    }
    const to = steps[event.key]
    if (to !== undefined && !(query() !== '' && (event.key === 'Home' || event.key === 'End'))) {
      event.preventDefault()
      move(to)
    } else if (event.key === 'Backspace' && query() === '' && inbox.openName() !== undefined) {
      event.preventDefault()
      setHere(false)
      setPosition(0)
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault()
      run(current())
    }
  }

  return (
    <>
      <div class="flex h-[54px] flex-none items-center gap-[11px] border-line border-b px-4">
        <Search aria-hidden="true" class="size-[18px] flex-none text-ink-2" />
        <Show when={inbox.openName()}>
          {(name) => (
            <span
              class="max-w-40 flex-none truncate rounded-xs bg-brand-soft px-2 py-0.5 font-medium text-brand-ink text-xs max-sm:hidden"
              dir="auto"
            >
              {name()}
            </span>
          )}
        </Show>
        <input
          type="text"
          role="combobox"
          aria-label={t('shell.palette.title')}
          aria-expanded="true"
          aria-controls={LIST_ID}
          aria-autocomplete="list"
          aria-activedescendant={currentId()}
          placeholder={t('shell.palette.placeholder')}
          autocomplete="off"
          spellcheck={false}
          class="h-full min-w-0 flex-1 bg-transparent text-lg outline-none"
          value={query()}
          onFocus={() => {
            const { text, isEntered } = props.takeEarly()
            if (text !== '') setQuery(text)
            if (isEntered) run(current())
          }}
          onInput={(event) => {
            setQuery(event.currentTarget.value)
            setPosition(0)
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          aria-label={`${t('ui.close')}, esc`}
          onClick={() => props.close()}
          class="grid flex-none place-items-center rounded-sm max-sm:size-11"
        >
          <Kbd class="h-5 max-sm:hidden">esc</Kbd>
          <X aria-hidden="true" class="size-5 text-ink-2 sm:hidden" />
        </button>
      </div>
      <div
        id={LIST_ID}
        role="listbox"
        aria-label={t('shell.palette.results')}
        class="min-h-0 flex-1 overflow-y-auto p-1.5"
      >
        <For each={groups()}>
          {([group, members]) => (
            // biome-ignore lint/a11y/useSemanticElements: options can't be grouped by a fieldset
            <div role="group" aria-label={group}>
              <p aria-hidden="true" class="px-2.5 pt-[9px] pb-1 font-medium text-[11.5px]/4 text-ink-3">
                {group}
              </p>
              <For each={members}>
                {(command) => (
                  <Option
                    command={command}
                    query={asked().words}
                    selected={current() === command}
                    onPoint={() => setPosition(ordered().indexOf(command))}
                    onRun={() => run(command)}
                  />
                )}
              </For>
            </div>
          )}
        </For>
      </div>
      <p role="status" class="text-center empty:hidden">
        <Show when={matches().length > 0 && inbox.isFailed()}>
          <span class="block px-6 pb-3 text-ink-2 text-xs">{t('shell.palette.searchFailed')}</span>
        </Show>
        <Show when={matches().length === 0 && inbox.isSearching()}>
          <span class="block px-6 pb-8 text-ink-2">{t('shell.palette.searching')}</span>
        </Show>
        <Show when={matches().length === 0 && !inbox.isSearching()}>
          <span class="block px-6 pb-8">
            <b class="block">{t('shell.palette.none', { query: asked().words })}</b>
            <span class="text-ink-2">{t('shell.palette.noneHint')}</span>
          </span>
        </Show>
      </p>
      <footer class="flex flex-none items-center gap-4 border-line border-t bg-surface-2 px-4 py-[9px] text-ink-2 text-xs max-sm:hidden">
        <span class="flex items-center gap-1.5">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> {t('shell.palette.move')}
        </span>
        <span class="flex items-center gap-1.5">
          <Kbd>↵</Kbd> {t('shell.palette.run')}
        </span>
        <span class="flex items-center gap-1.5">
          <Kbd>esc</Kbd> {t('shell.palette.leave')}
        </span>
        <Show when={inbox.openName()}>
          <span class="flex items-center gap-1.5">
            <Kbd>⌫</Kbd> {t('shell.palette.leaveConversation')}
          </span>
        </Show>
        <span class="ms-auto">
          {t('shell.palette.type')} <b class="font-semibold text-ink">#</b> {t('shell.palette.typeTags')}{' '}
          <b class="font-semibold text-ink">@</b> {t('shell.palette.typePeople')}{' '}
          <b class="font-semibold text-ink">{'>'}</b> {t('shell.palette.typeActions')}
        </span>
      </footer>
    </>
  )
}

function Option(props: { command: Command; query: string; selected: boolean; onPoint: () => void; onRun: () => void }) {
  return (
    // The keyboard works from the search box (aria-activedescendant).
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      id={optionId(props.command)}
      role="option"
      aria-selected={props.selected}
      onPointerMove={() => {
        if (!props.selected) props.onPoint()
      }}
      onClick={() => props.onRun()}
      class="flex min-h-[38px] cursor-pointer items-center gap-[11px] rounded-sm px-2.5 py-1 text-[13.5px] aria-selected:bg-item-hover max-sm:min-h-11 max-sm:text-md"
    >
      <Show
        when={props.command.icon}
        fallback={<Avatar name={props.command.avatar ?? ''} size={18} square={!props.command.isPerson} />}
      >
        {(icon) => <Dynamic component={icon()} aria-hidden="true" class="text-ink-2" />}
      </Show>
      <span class="min-w-0 truncate">
        <Highlighted text={props.command.label} query={props.query} />
        <Show when={props.command.place}>
          <span class="ps-1.5 text-ink-3" dir="auto">
            <Highlighted text={props.command.place ?? ''} query={props.query} />
          </span>
        </Show>
      </span>
      <span class="ms-auto flex flex-none items-center gap-1 text-2xs text-ink-3 max-sm:hidden">
        <Show when={props.command.keys}>
          {(keys) => (
            <For each={displayKeys(keys())}>{(key) => (key === t('ui.thenKey') ? key : <Kbd>{key}</Kbd>)}</For>
          )}
        </Show>
      </span>
    </div>
  )
}

/** The typed beginning of a word is set in semibold. */
function Highlighted(props: { text: string; query: string }) {
  const parts = createMemo(() => {
    const words = props.query
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    if (words.length === 0) return [props.text]
    return props.text.split(new RegExp(`(?<=^|\\s)(${words.join('|')})`, 'i'))
  })
  return <For each={parts()}>{(part, index) => (index() % 2 === 1 ? <b>{part}</b> : part)}</For>
}
