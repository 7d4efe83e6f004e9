import { A } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import type { SegmentCondition } from '@worker/modules/segments/segments.schemas'
import { createSignal, Match, onCleanup, onMount, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { useCurrentMember } from '../auth/current-member'
import { countQuery } from '../contacts/contact-list.queries'
import { filterOf, writePlace } from '../contacts/list-place'

const placeOf = (condition: SegmentCondition) => ({ segmentId: undefined, search: '', conditions: [condition] })

/** How many people a condition finds. */
export const conditionCountQuery = (organizationId: string, condition: SegmentCondition) =>
  countQuery(organizationId, filterOf(placeOf(condition)))

/** The same as a link to them. Counted when it comes into view: a workspace can have five hundred tags. */
export function PeopleCount(props: { condition: SegmentCondition; what: string }) {
  const member = useCurrentMember()
  const [isSeen, setSeen] = createSignal(false)
  let place: HTMLSpanElement | undefined
  onMount(() => {
    if (!place || typeof IntersectionObserver === 'undefined') return setSeen(true)
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      setSeen(true)
      observer.disconnect()
    })
    observer.observe(place)
    onCleanup(() => observer.disconnect())
  })
  const query = useQuery(() => ({
    ...conditionCountQuery(member.organizationId(), props.condition),
    enabled: isSeen() && member.can('contacts:read'),
    refetchInterval: false as const,
  }))
  // Not while pending: reading the data then would suspend the whole page.
  const count = () => (query.isPending ? undefined : query.data?.count)
  return (
    <span ref={(element) => (place = element)} class="tabular-nums">
      <Switch fallback={<span class="sr-only">{t('settingsContacts.people.counting')}</span>}>
        <Match when={count() === 0}>
          <span class="text-ink-3">{t('settingsContacts.people.count', 0)}</span>
        </Match>
        <Match when={count() !== undefined}>
          <A
            href={`/contacts${writePlace({ ...placeOf(props.condition), sort: 'last_message' })}`}
            aria-label={t('settingsContacts.people.show', props.what, count() ?? 0)}
            class="link whitespace-nowrap max-sm:inline-flex max-sm:min-h-11 max-sm:items-center"
          >
            {t('settingsContacts.people.count', count() ?? 0)}
          </A>
        </Match>
        <Match when={query.isError}>
          <span class="text-ink-3">{t('settingsContacts.people.unknown')}</span>
        </Match>
      </Switch>
    </span>
  )
}
