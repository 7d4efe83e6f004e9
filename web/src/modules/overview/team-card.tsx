import type { Overview } from '@worker/modules/analytics/analytics.schemas'
import { createMemo, For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Avatar } from '../../ui/avatar'
import { cx } from '../../ui/cx'
import { useCurrentMember } from '../auth/current-member'
import { type OnlinePerson, useInboxLive } from '../inbox/inbox-context'
import { formatViewCount } from './figures'
import { coveringLink, SectionCard } from './section-card'

type TeamRow = OnlinePerson & {
  /** Null: not known, or not this person's business. */
  open: number | null
}

/** Who is there, and how much each has. Those at their desk come first, the fullest desk before the others. */
export function teamRows(online: readonly OnlinePerson[], team: Overview['team']): TeamRow[] {
  const openOf = new Map(team.map(({ userId, open }) => [userId, open]))
  return online
    .map((person) => ({ ...person, open: openOf.get(person.userId) ?? null }))
    .toSorted(
      (a, b) =>
        Number(a.isAway) - Number(b.isAway) || (b.open ?? 0) - (a.open ?? 0) || a.name.localeCompare(b.name, 'en-GB'),
    )
}

export function TeamCard(props: { team: Overview['team'] }) {
  const live = useInboxLive()
  const rows = createMemo(() => teamRows(live.online(), props.team))
  const most = () => Math.max(1, ...rows().map(({ open }) => open ?? 0))
  return (
    <SectionCard
      title={t('overview.team.title')}
      class="pb-2.5"
      end={
        <Show when={rows().length > 0}>
          <span class="text-ink-3 text-xs tabular-nums">
            {t('overview.team.online', { count: rows().filter(({ isAway }) => !isAway).length })}
          </span>
        </Show>
      }
    >
      <ul>
        <For
          each={rows()}
          fallback={<li class="px-[18px] pb-1.5 text-ink-3 text-xs max-sm:px-4">{t('overview.team.none')}</li>}
        >
          {(person) => <TeamMember person={person} most={most()} />}
        </For>
      </ul>
    </SectionCard>
  )
}

function TeamMember(props: { person: TeamRow; most: number }) {
  const member = useCurrentMember()
  const name = () =>
    props.person.userId === member.me().user.id
      ? t('overview.team.you', { name: props.person.name })
      : props.person.name
  return (
    <li class="relative grid min-h-9 grid-cols-[24px_minmax(0,1fr)_74px_26px] items-center gap-2.5 px-[18px] py-[5px] hover:bg-surface-2 max-sm:min-h-11 max-sm:px-4">
      <Avatar name={props.person.name} size={24} presence={props.person.isAway ? 'away' : 'online'} />
      <span class="truncate">
        <a href={`/inbox?assignee=${props.person.userId}`} class={coveringLink}>
          <bdi>{name()}</bdi>
        </a>{' '}
        <span class={cx('text-ink-3 text-xs', !props.person.isAway && 'sr-only')}>
          · {props.person.isAway ? t('overview.team.away') : t('overview.team.available')}
        </span>
      </span>
      <Show when={props.person.open !== null}>
        <span aria-hidden="true" class="h-1.5 overflow-hidden rounded-full bg-surface-4">
          <span
            class="block h-full rounded-full bg-viz-3"
            style={{ width: `${((props.person.open ?? 0) / props.most) * 100}%` }}
          />
        </span>
        <span class="text-end text-ink-2 text-xs tabular-nums">
          <span aria-hidden="true">{formatViewCount(props.person.open ?? 0)}</span>
          <span class="sr-only">
            {t('overview.team.load', formatViewCount(props.person.open ?? 0), props.person.open === 1)}
          </span>
        </span>
      </Show>
    </li>
  )
}
