import type { AuditLogEntry } from '@worker/modules/audit-log/audit-log.schemas'
import Bot from 'lucide-solid/icons/bot'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Avatar } from '../../ui/avatar'
import { auditActorName, auditSentence } from './audit-sentence'
import { Cell, HeaderCell, Row } from './table-card'
import { formatExact, formatRelative } from './time'

export function AuditLogTable(props: { entries: readonly AuditLogEntry[] }) {
  return (
    <table aria-label={t('settings.auditLog.tableLabel')} class="w-full tabular-nums">
      <thead class="max-sm:sr-only">
        <tr>
          <HeaderCell class="w-[30%]">{t('settings.auditLog.who')}</HeaderCell>
          <HeaderCell>{t('settings.auditLog.what')}</HeaderCell>
          <HeaderCell class="w-40 text-end!">{t('settings.auditLog.when')}</HeaderCell>
        </tr>
      </thead>
      <tbody>
        <For each={props.entries}>{(entry) => <EntryRow entry={entry} />}</For>
      </tbody>
    </table>
  )
}

function EntryRow(props: { entry: AuditLogEntry }) {
  const at = () => new Date(props.entry.at)
  const name = () => auditActorName(props.entry.actor)
  return (
    <Row>
      <Cell class="max-sm:w-12 max-sm:pe-0">
        <span class="flex min-w-0 items-center gap-2.5">
          <Show
            when={props.entry.actor.type === 'user'}
            fallback={
              <span class="grid size-7 flex-none place-items-center rounded-full bg-surface-3 text-ink-2">
                <Bot aria-hidden="true" class="size-3.5" />
              </span>
            }
          >
            <Avatar name={name()} size={28} />
          </Show>
          <span class="wrap-anywhere font-medium max-sm:sr-only">
            <bdi>{name()}</bdi>
          </span>
        </span>
      </Cell>
      <Cell>
        {/* On a phone the name stands above what was done, beside the avatar. */}
        <span aria-hidden="true" class="wrap-anywhere block font-medium sm:hidden">
          <bdi>{name()}</bdi>
        </span>
        <span class="wrap-anywhere text-ink-2 sm:text-ink">{auditSentence(props.entry)}</span>
      </Cell>
      <Cell class="w-40 text-end max-sm:w-20">
        <time datetime={props.entry.at} title={formatExact(at())} class="text-ink-2">
          {formatRelative(at(), new Date())}
        </time>
      </Cell>
    </Row>
  )
}
