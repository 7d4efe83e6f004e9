import '../strings/register-palette'
import Search from 'lucide-solid/icons/search'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { t } from '../shared/i18n'
import { displayKeys, setSingleKeys, shortcutLabel, singleKeysOn } from '../shared/shortcuts'
import { Dialog } from '../ui/dialog'
import { Kbd } from '../ui/kbd'
import { Switch } from '../ui/switch'
import { listShortcuts } from './shortcut-list'

export default function ShortcutsDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [query, setQuery] = createSignal('')
  let find: HTMLInputElement | undefined
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={t('shell.shortcuts.title')}
      size="xl"
      headerEnd={<FindField value={query()} onInput={setQuery} ref={(element) => (find = element)} />}
      initialFocus={() => find}
    >
      <ShortcutList query={query()} />
    </Dialog>
  )
}

function FindField(props: {
  value: string
  onInput: (value: string) => void
  ref: (element: HTMLInputElement) => void
}) {
  return (
    <label class="flex h-8 w-[200px] items-center gap-2 rounded-sm bg-surface-3 ps-2.5 pe-2 text-ink-3 focus-within:outline-2 focus-within:outline-focus max-sm:hidden">
      <Search aria-hidden="true" class="size-3.5" />
      <input
        ref={(element) => props.ref(element)}
        type="search"
        aria-label={t('shell.shortcuts.find')}
        placeholder={t('shell.shortcuts.find')}
        class="min-w-0 flex-1 bg-transparent text-ink outline-none"
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </label>
  )
}

function ShortcutList(props: { query: string }) {
  const groups = listShortcuts()
  const found = createMemo(() =>
    groups
      .map((group) => ({
        ...group,
        shortcuts: group.shortcuts.filter(({ label }) =>
          label.toLowerCase().includes(props.query.trim().toLowerCase()),
        ),
      }))
      .filter((group) => group.shortcuts.length > 0),
  )
  return (
    <>
      <div class="grid gap-x-9 gap-y-[22px] sm:grid-cols-3">
        <For each={found()} fallback={<p class="text-ink-2">{t('shell.shortcuts.none')}</p>}>
          {(group) => (
            <section>
              <h3 class="mb-1 font-medium text-ink-3 text-xs">{group.title}</h3>
              <dl>
                <For each={group.shortcuts}>
                  {(shortcut) => (
                    <div class="flex min-h-[30px] items-center justify-between gap-3 border-line-soft border-b">
                      <dt>{shortcut.label}</dt>
                      <dd class="flex items-center gap-1 text-2xs text-ink-3">
                        <Keys keys={shortcut.keys} />
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
      </div>
      <div class="mt-6 border-line-soft border-t pt-4">
        <Switch
          label={t('shell.shortcuts.singleKeys')}
          hint={t('shell.shortcuts.singleKeysHint', {
            palette: shortcutLabel('mod+k'),
            close: shortcutLabel('escape'),
          })}
          checked={singleKeysOn()}
          onChange={setSingleKeys}
        />
      </div>
    </>
  )
}

function Keys(props: { keys: readonly string[] }) {
  return (
    <For each={props.keys}>
      {(keys) => (
        <span class="flex items-center gap-1 not-first:ms-1">
          <For each={displayKeys(keys)}>
            {(key) => (
              <Show when={key !== t('ui.thenKey')} fallback={key}>
                <Kbd class="h-5 min-w-5">{key}</Kbd>
              </Show>
            )}
          </For>
        </span>
      )}
    </For>
  )
}
