import type { ApiKey } from '@worker/modules/api-keys/api-keys.schemas'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Cell, HeaderCell, Row } from './table-card'
import { formatAgo, RelativeTime } from './time'

export type ApiKeysTableProps = {
  keys: readonly ApiKey[]
  mayRevoke: boolean
  onRevoke: (key: ApiKey) => void
}

export function ApiKeysTable(props: ApiKeysTableProps) {
  return (
    <table aria-label={t('settings.apiKeys.tableLabel')} class="w-full tabular-nums">
      <thead>
        <tr>
          <HeaderCell>{t('settings.apiKeys.name')}</HeaderCell>
          <HeaderCell class="max-sm:hidden">{t('settings.apiKeys.role')}</HeaderCell>
          <HeaderCell class="max-md:hidden">{t('settings.apiKeys.created')}</HeaderCell>
          <HeaderCell class="max-sm:hidden">{t('settings.apiKeys.lastUsed')}</HeaderCell>
          <Show when={props.mayRevoke}>
            <HeaderCell>
              <span class="sr-only">{t('settings.apiKeys.actions')}</span>
            </HeaderCell>
          </Show>
        </tr>
      </thead>
      <tbody>
        <For each={props.keys}>
          {(key) => <KeyRow apiKey={key} mayRevoke={props.mayRevoke} onRevoke={() => props.onRevoke(key)} />}
        </For>
      </tbody>
    </table>
  )
}

function KeyRow(props: { apiKey: ApiKey; mayRevoke: boolean; onRevoke: () => void }) {
  const role = () => t(`settings.roles.${props.apiKey.role}`)
  const used = () =>
    props.apiKey.lastUsedAt
      ? t('settings.apiKeys.used', { time: formatAgo(new Date(props.apiKey.lastUsedAt), new Date()) })
      : t('settings.apiKeys.unused')
  return (
    <Row>
      <Cell>
        <span class="wrap-anywhere block font-medium">
          <bdi>{props.apiKey.name}</bdi>
        </span>
        <span class="block text-ink-3 text-xs">
          <code class="font-mono">{props.apiKey.prefix}…</code>
          <span class="sm:hidden">
            {' · '}
            {t('settings.apiKeys.summary', { role: role(), used: used() })}
          </span>
        </span>
      </Cell>
      <Cell class="max-sm:hidden">
        <Badge>{role()}</Badge>
      </Cell>
      <Cell class="text-ink-2 max-md:hidden">
        <RelativeTime at={props.apiKey.createdAt} />{' '}
        <span class="text-ink-3">
          {t('settings.apiKeys.createdBy', { name: `\u2068${props.apiKey.createdByName}\u2069` })}
        </span>
      </Cell>
      <Cell class="text-ink-2 max-sm:hidden">
        <Show when={props.apiKey.lastUsedAt} fallback={t('settings.common.never')}>
          {(at) => <RelativeTime at={at()} />}
        </Show>
      </Cell>
      <Show when={props.mayRevoke}>
        <Cell class="text-end">
          <Button
            size="sm"
            variant="danger-ghost"
            aria-label={t('settings.apiKeys.revokeLabel', { name: props.apiKey.name })}
            onClick={() => props.onRevoke()}
          >
            {t('settings.apiKeys.revoke')}
          </Button>
        </Cell>
      </Show>
    </Row>
  )
}
