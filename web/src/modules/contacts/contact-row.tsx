import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Avatar } from '../../ui/avatar'
import { cx } from '../../ui/cx'
import { AgoTime, ConsentBadge, ContactCell, TagList } from './contact-cells'
import type { ColumnName } from './contact-columns'
import type { ContactListItem } from './contact-list.queries'
import { RowCheckbox } from './row-checkbox'

export type ContactRowProps = {
  contact: ContactListItem
  index: number
  columns: readonly ColumnName[]
  ownerName: string | undefined
  isSelected: boolean
  /** The one row that Tab reaches. */
  isActive: boolean
  maySelect: boolean
  onToggle: (isRange: boolean) => void
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent & { currentTarget: HTMLElement }) => void
}

/** A real table's cells can't stand in a list that draws only what is in sight. */
const cell = { role: 'cell' } as const
const nameLink =
  'min-w-0 truncate font-medium text-[13.5px] text-ink outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2'

/** A person in the table. The whole of it opens them; its box selects. */
export function ContactRow(props: ContactRowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of a real table can't be one of a list that draws what is in sight.
    // biome-ignore lint/a11y/useFocusableInteractive: its link takes the focus.
    <div
      role="row"
      aria-rowindex={props.index + 2}
      aria-selected={props.isSelected}
      data-contact={props.contact.id}
      onKeyDown={props.onKeyDown}
      onFocusIn={() => props.onFocus()}
      class={cx(
        'relative grid h-[46px] grid-cols-(--columns) items-center border-line-soft border-b pe-6 ps-3.5 text-ink-2',
        props.isSelected ? 'bg-brand-soft [&_.bg-surface-3]:bg-surface' : 'hover:bg-surface-2',
      )}
    >
      <span {...cell}>
        <Show when={props.maySelect}>
          <RowCheckbox
            label={t('contactsList.select', { name: props.contact.displayName })}
            state={props.isSelected ? 'all' : 'none'}
            tabindex={props.isActive ? 0 : -1}
            onToggle={props.onToggle}
          />
        </Show>
      </span>
      <span {...cell} class="flex min-w-0 items-center gap-2.5 pe-3">
        <Avatar name={props.contact.displayName} size={28} />
        <a href={`/contacts/${props.contact.id}`} tabindex={props.isActive ? 0 : -1} class={nameLink}>
          <bdi>{props.contact.displayName}</bdi>
        </a>
      </span>
      <For each={props.columns}>
        {(column) => (
          <span {...cell} class="flex min-w-0 items-center pe-3">
            <ContactCell column={column} contact={props.contact} ownerName={props.ownerName} />
          </span>
        )}
      </For>
    </div>
  )
}

/** The same on a phone. */
export function ContactCard(props: ContactRowProps) {
  const phone = () => props.contact.displayPhone ?? props.contact.phone ?? props.contact.email ?? props.contact.username
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its link takes the focus; the keys are those of the list.
    <div
      data-contact={props.contact.id}
      onKeyDown={props.onKeyDown}
      onFocusIn={() => props.onFocus()}
      class={cx(
        'relative flex min-h-[72px] items-center gap-1 border-line-soft border-b py-2 ps-1.5 pe-4',
        props.isSelected ? 'bg-brand-soft [&_.bg-surface-3]:bg-surface' : 'active:bg-surface-2',
      )}
    >
      <Show when={props.maySelect} fallback={<span class="w-2.5" />}>
        <RowCheckbox
          label={t('contactsList.select', { name: props.contact.displayName })}
          state={props.isSelected ? 'all' : 'none'}
          onToggle={props.onToggle}
        />
      </Show>
      <Avatar name={props.contact.displayName} size={36} class="me-2" />
      <div class="flex min-w-0 flex-1 flex-col gap-[3px]">
        <div class="flex items-baseline gap-2">
          <a href={`/contacts/${props.contact.id}`} class={cx(nameLink, 'flex-1 text-md!')}>
            <bdi>{props.contact.displayName}</bdi>
          </a>
          <span class="flex-none text-ink-3 text-xs">
            <AgoTime at={props.contact.lastMessageAt} none={t('contactsList.noMessages')} />
          </span>
        </div>
        <div class="flex min-w-0 items-center gap-2 text-ink-2 text-sm">
          <bdi dir="ltr" class="min-w-0 flex-1 truncate text-start">
            {phone()}
          </bdi>
          <ConsentBadge contact={props.contact} />
        </div>
        <Show when={props.contact.tags.length > 0}>
          <TagList tags={props.contact.tags} />
        </Show>
      </div>
    </div>
  )
}
