import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Tag as TagRow } from '@worker/modules/contacts/contacts.schemas'
import Check from 'lucide-solid/icons/check'
import Plus from 'lucide-solid/icons/plus'
import { createEffect, createMemo, createSignal, createUniqueId, For, on, onMount, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { Popover } from '../../ui/popover'
import { Tag } from '../../ui/tag'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { tagsQuery } from '../inbox/inbox.queries'

const MOST = 40

/** All tags of the team, those the person has ticked; a name that is none becomes one. */
export default function TagPicker(props: {
  anchor: HTMLElement
  chosen: readonly TagRow[]
  onToggle: (tag: TagRow) => void
  onClose: () => void
}) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const id = createUniqueId()
  const tags = useQuery(() => tagsQuery(member.organizationId()))
  const [typed, setTyped] = createSignal('')
  const [at, setAt] = createSignal(0)
  let box: HTMLInputElement | undefined
  const name = () => typed().trim()
  const found = createMemo(() => {
    const words = name().toLocaleLowerCase()
    const all = tags.isPending ? [] : (tags.data?.items ?? [])
    return all.filter((tag) => tag.name.toLocaleLowerCase().includes(words))
  })
  const isNew = () =>
    !tags.isPending &&
    name() !== '' &&
    !found().some((tag) => tag.name.toLocaleLowerCase() === name().toLocaleLowerCase())
  const count = () => found().length + (isNew() ? 1 : 0)
  const has = (tag: TagRow) => props.chosen.some((one) => one.id === tag.id)
  createEffect(on(typed, () => setAt(0), { defer: true }))
  onMount(() => queueMicrotask(() => box?.focus()))

  async function create(): Promise<void> {
    const wanted = name()
    setTyped('')
    try {
      const tag = await call(api.api.contacts.tags.$post({ json: { name: wanted } }))
      props.onToggle(tag)
      await cache.invalidateQueries({ queryKey: tagsQuery(member.organizationId()).queryKey })
    } catch (error) {
      setTyped(wanted)
      showToast({ tone: 'bad', text: errorText(error) })
    }
  }
  const choose = (index: number) => {
    const tag = found()[index]
    if (tag) props.onToggle(tag)
    else if (isNew()) void create()
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return
    if (event.key === 'ArrowDown') setAt((now) => Math.min(count() - 1, now + 1))
    else if (event.key === 'ArrowUp') setAt((now) => Math.max(0, now - 1))
    else if (event.key === 'Enter') choose(at())
    else return
    event.preventDefault()
    document.getElementById(`${id}-${at()}`)?.scrollIntoView({ block: 'nearest' })
  }
  const optionClass = (index: number) =>
    cx(
      'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 max-sm:min-h-11',
      index === at() && 'bg-item-hover',
    )

  return (
    <Popover
      open
      onOpenChange={(open) => !open && props.onClose()}
      anchor={() => props.anchor}
      label={t('details.tags.add')}
      class="max-h-[min(320px,var(--kb-popper-content-available-height))]! w-64 text-start"
    >
      <input
        ref={(element) => (box = element)}
        role="combobox"
        aria-label={t('details.tags.search')}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={count() > 0 ? `${id}-${at()}` : undefined}
        aria-autocomplete="list"
        autocomplete="off"
        maxlength={MOST}
        dir="auto"
        placeholder={t('details.tags.search')}
        value={typed()}
        class="h-10 flex-none border-line-soft border-b bg-transparent px-3 outline-none placeholder:text-ink-3 max-sm:h-11 max-sm:text-lg"
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-multiselectable="true"
        aria-label={t('details.tags.title')}
        class="min-h-0 flex-1 overflow-y-auto p-1"
      >
        <For each={found()}>
          {(tag, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys.
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box above.
            <div
              id={`${id}-${index()}`}
              role="option"
              tabindex="-1"
              aria-selected={has(tag)}
              class={optionClass(index())}
              onPointerMove={() => setAt(index())}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(index())}
            >
              <span class="min-w-0 flex-1">
                <Tag name={tag.name} tint={tag.tint} />
              </span>
              <Show when={has(tag)}>
                <Check aria-hidden="true" class="size-3.5 text-brand-ink" />
              </Show>
            </div>
          )}
        </For>
        <Show when={isNew()}>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the keys. */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box above. */}
          <div
            id={`${id}-${found().length}`}
            role="option"
            tabindex="-1"
            aria-selected="false"
            class={optionClass(found().length)}
            onPointerMove={() => setAt(found().length)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => void create()}
          >
            <Plus aria-hidden="true" class="size-3.5 flex-none" />
            <span class="truncate" dir="auto">
              {t('details.tags.create', { name: name() })}
            </span>
          </div>
        </Show>
        <Show when={!tags.isPending && count() === 0}>
          <p class="px-2 py-1.5 text-ink-3 text-xs">
            {tags.error ? t('details.tags.loadFailed') : t('details.tags.none')}
          </p>
        </Show>
      </div>
    </Popover>
  )
}
