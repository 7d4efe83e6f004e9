import { useQuery } from '@tanstack/solid-query'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import ListFilter from 'lucide-solid/icons/list-filter'
import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { createShortcuts } from '../../shared/shortcuts'
import { buttonClass } from '../../ui/button'
import { cx } from '../../ui/cx'
import { Menu, type MenuItem } from '../../ui/menu'
import { useCurrentMember } from '../auth/current-member'
import { countsQuery, tagsQuery } from '../inbox/inbox.queries'
import type { View } from '../inbox/inbox-cache'
import type { InboxState } from '../inbox/inbox-state'

const tabs = ['all', 'mine', 'unassigned'] as const satisfies readonly View[]
const chips = ['unread', 'window_closing'] as const satisfies readonly View[]
const states = ['all', 'pending', 'snoozed', 'closed'] as const satisfies readonly View[]
/** Only there when there is something: they are few, and wait for somebody. */
const rare = ['failed', 'drafts'] as const satisfies readonly View[]
const MOST = 100

/** Views with live counts, and what narrows them: number, tag, colleague. */
export function ListFilters(props: {
  state: InboxState
  members: readonly Member[]
  numbers: readonly PhoneNumber[]
  /** How many conversations have something on this device that was begun. */
  drafts: number
  /** How many have something on this device that was refused, beside those that the server counts as failed. */
  refused: () => number
  /** Lies over the filters while something is marked. */
  over?: JSX.Element
}) {
  const member = useCurrentMember()
  const counts = useQuery(() => countsQuery(member.organizationId()))
  const tags = useQuery(() => tagsQuery(member.organizationId()))
  const view = () => props.state.filter().view
  const setView = (next: View) => props.state.setFilter({ view: next })
  const number = (of: View): number | undefined =>
    of === 'drafts' ? props.drafts : counts.isPending ? undefined : withRefused(of, counts.data?.[of])
  // What they are is read anew with each answer of the server.
  const withRefused = (of: View, value: number | undefined) =>
    of === 'failed' ? (value ?? 0) + props.refused() : value
  const count = (of: View): string => {
    const value = number(of)
    return value === undefined ? '' : value >= MOST ? '99+' : String(value)
  }
  const state = () => [...states, ...rare].find((one) => one === view()) ?? 'all'
  const stateWord = () => t(`inbox.states.${state()}`)
  const stateItem = (one: (typeof states)[number] | (typeof rare)[number]): MenuItem => ({
    label: t(`inbox.states.${one}`),
    note: count(one),
    checked: state() === one,
    onSelect: () => setView(one),
  })
  createShortcuts(tabs.map((tab, at) => ({ keys: String(at + 1), run: () => setView(tab) })))

  const filterItems = (): MenuItem[] => {
    const { phoneNumberId, tagId, assigneeId } = props.state.filter()
    const known = tags.isPending ? [] : (tags.data?.items ?? [])
    const choice = <K extends 'phoneNumberId' | 'tagId' | 'assigneeId'>(
      key: K,
      value: string,
      label: string,
      now?: string,
    ): MenuItem => ({
      label,
      checked: now === value,
      onSelect: () => props.state.setFilter({ [key]: now === value ? undefined : value }),
    })
    return [
      { heading: t('inbox.filters.number') },
      ...props.numbers.map(({ id, name }) => choice('phoneNumberId', id, name, phoneNumberId)),
      ...(known.length > 0 ? [{ heading: t('inbox.filters.tag') }] : []),
      ...known.map(({ id, name }) => choice('tagId', id, name, tagId)),
      { heading: t('inbox.filters.assignee') },
      ...props.members.map(({ userId, name }) => choice('assigneeId', userId, name, assigneeId)),
    ]
  }
  const active = () => {
    const { phoneNumberId, tagId, assigneeId } = props.state.filter()
    const known = tags.isPending ? [] : (tags.data?.items ?? [])
    return [
      phoneNumberId && { key: 'phoneNumberId', label: props.numbers.find(({ id }) => id === phoneNumberId)?.name },
      tagId && { key: 'tagId', label: known.find(({ id }) => id === tagId)?.name },
      assigneeId && { key: 'assigneeId', label: props.members.find(({ userId }) => userId === assigneeId)?.name },
    ].filter((one): one is { key: string; label: string | undefined } => typeof one === 'object')
  }

  return (
    <>
      <div class="flex h-[34px] flex-none items-center gap-3 border-line-soft border-b ps-4 pe-2.5 max-sm:h-11">
        <For each={tabs}>
          {(tab) => (
            <button
              type="button"
              aria-pressed={view() === tab}
              onClick={() => setView(tab)}
              class="h-full whitespace-nowrap border-transparent border-b-2 pt-0.5 font-medium text-ink-2 hover:text-ink aria-pressed:border-brand aria-pressed:text-ink"
            >
              {t(`inbox.views.${tab}`)} <span class="font-regular text-ink-3 tabular-nums">{count(tab)}</span>
            </button>
          )}
        </For>
        <span class="flex-1" />
        <Menu
          label={`${t('inbox.filters.state')}: ${stateWord()}`}
          tip={false}
          items={[...states.map(stateItem), 'separator', ...rare.map(stateItem)]}
          triggerClass={buttonClass({ variant: 'ghost', size: 'sm', class: 'px-1.5' })}
          trigger={
            <>
              {stateWord()}
              <ChevronDown aria-hidden="true" class="size-3" />
            </>
          }
        />
      </div>
      <div class="relative flex flex-none flex-wrap gap-[5px] border-line-soft border-b px-3 py-2">
        {props.over}
        <For each={[...chips, ...rare.filter((one) => view() === one || (number(one) ?? 0) > 0)]}>
          {(chip) => (
            <Chip on={view() === chip} onClick={() => setView(view() === chip ? 'all' : chip)}>
              {t(`inbox.views.${chip}`)} <span class="text-ink-3 tabular-nums">{count(chip)}</span>
            </Chip>
          )}
        </For>
        <For each={active()}>
          {(one) => (
            <Chip on onClick={() => props.state.setFilter({ [one.key]: undefined })}>
              <span class="max-w-28 truncate">{one.label ?? t('inbox.filters.gone')}</span>
              <X aria-label={t('inbox.filters.remove')} class="size-3" />
            </Chip>
          )}
        </For>
        <span class="flex-1" />
        <Show when={!tags.isPending}>
          <Menu
            label={t('inbox.filters.add')}
            items={filterItems()}
            triggerClass="inline-flex h-6 items-center rounded-full px-[7px] text-ink-2 inset-ring inset-ring-line-strong hover:bg-surface-3 max-sm:h-11 max-sm:px-3.5"
            trigger={<ListFilter aria-hidden="true" class="size-3.5" />}
          />
        </Show>
      </div>
    </>
  )
}

function Chip(props: { on?: boolean; onClick: () => void; children: JSX.Element }) {
  return (
    <button
      type="button"
      aria-pressed={props.on ?? false}
      onClick={() => props.onClick()}
      class={cx(
        'inline-flex h-6 items-center gap-1 whitespace-nowrap rounded-full px-2 font-medium text-xs max-sm:h-11 max-sm:px-3.5',
        props.on ? 'bg-brand-soft text-brand-ink' : 'text-ink-2 inset-ring inset-ring-line-strong hover:bg-surface-3',
      )}
    >
      {props.children}
    </button>
  )
}
