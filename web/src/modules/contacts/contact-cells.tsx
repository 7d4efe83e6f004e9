import type { Tag as TagRow } from '@worker/modules/contacts/contacts.schemas'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatExactly } from '../../shared/times'
import { Avatar } from '../../ui/avatar'
import { Badge, type BadgeTone } from '../../ui/badge'
import { Tag } from '../../ui/tag'
import { regionName, regionShort } from '../segments/countries'
import type { ColumnName } from './contact-columns'
import type { ContactListItem } from './contact-list.queries'
import { formatAgoInTable } from './contact-times'
import { languageName } from './languages'

const TAGS_SHOWN = 2

const tones: Record<ContactListItem['consent'], BadgeTone> = { granted: 'ok', revoked: 'neutral', unknown: 'line' }

export function ConsentBadge(props: { contact: Pick<ContactListItem, 'consent' | 'isBlocked'> }) {
  return (
    <Show when={!props.contact.isBlocked} fallback={<Badge tone="bad">{t('contactsList.blocked')}</Badge>}>
      <Badge tone={tones[props.contact.consent]}>{t(`segments.consent.${props.contact.consent}`)}</Badge>
    </Show>
  )
}

export function TagList(props: { tags: readonly TagRow[] }) {
  const rest = () => props.tags.slice(TAGS_SHOWN)
  return (
    <Show when={props.tags.length > 0} fallback={<Nothing />}>
      <span class="flex min-w-0 items-center gap-1">
        <For each={props.tags.slice(0, TAGS_SHOWN)}>{(tag) => <Tag name={tag.name} tint={tag.tint} />}</For>
        <Show when={rest().length > 0}>
          <span
            class="flex-none text-ink-3 text-xs"
            title={rest()
              .map(({ name }) => name)
              .join(', ')}
          >
            +{rest().length}
          </span>
        </Show>
      </span>
    </Show>
  )
}

export function AgoTime(props: { at: string | null; none?: string }) {
  return (
    <Show when={props.at} fallback={props.none ? <span class="text-ink-3">{props.none}</span> : <Nothing />}>
      {(at) => (
        // Above the row's link, so that the exact time comes with the pointer.
        <time datetime={at()} title={formatExactly(at())} class="relative z-1 whitespace-nowrap">
          {formatAgoInTable(at(), currentMinute())}
        </time>
      )}
    </Show>
  )
}

/** A dash for the eye, a word for who listens. */
export function Nothing() {
  return (
    <span class="text-ink-3">
      <span aria-hidden="true">–</span>
      <span class="sr-only">{t('contactsList.none')}</span>
    </span>
  )
}

const orNothing = (value: string | null | undefined, show: (value: string) => JSX.Element) => (
  <Show when={value} fallback={<Nothing />}>
    {(present) => show(present())}
  </Show>
)

/** One cell of a row, by its column. */
export function ContactCell(props: { column: ColumnName; contact: ContactListItem; ownerName: string | undefined }) {
  return (
    <Switch>
      <Match when={props.column === 'phone'}>
        {orNothing(props.contact.displayPhone ?? props.contact.phone, (phone) => (
          <bdi dir="ltr" class="truncate">
            {phone}
          </bdi>
        ))}
      </Match>
      <Match when={props.column === 'email'}>
        {orNothing(props.contact.email, (email) => (
          <bdi class="truncate" title={email}>
            {email}
          </bdi>
        ))}
      </Match>
      <Match when={props.column === 'country'}>
        {orNothing(props.contact.country, (code) => (
          <abbr title={regionName(code)} class="relative z-1 no-underline">
            {regionShort(code)}
          </abbr>
        ))}
      </Match>
      <Match when={props.column === 'language'}>
        {orNothing(props.contact.language, (code) => (
          <span class="truncate">{languageName(code)}</span>
        ))}
      </Match>
      <Match when={props.column === 'tags'}>
        <TagList tags={props.contact.tags} />
      </Match>
      <Match when={props.column === 'consent'}>
        <ConsentBadge contact={props.contact} />
      </Match>
      <Match when={props.column === 'lastMessage'}>
        <AgoTime at={props.contact.lastMessageAt} none={t('contactsList.noMessages')} />
      </Match>
      <Match when={props.column === 'created'}>
        <AgoTime at={props.contact.createdAt} />
      </Match>
      <Match when={props.column === 'owner'}>
        {orNothing(props.ownerName, (name) => (
          <span class="flex min-w-0 items-center gap-2" title={name}>
            <Avatar name={name} size={20} />
            <span class="truncate">{name.split(' ')[0]}</span>
          </span>
        ))}
      </Match>
    </Switch>
  )
}
