import type { CustomField } from '@worker/modules/contacts/custom-fields.schemas'
import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import Pencil from 'lucide-solid/icons/pencil'
import Trash from 'lucide-solid/icons/trash'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Badge } from '../../ui/badge'
import { IconButton } from '../../ui/icon-button'
import { Cell, HeaderCell, Row } from '../settings/table-card'
import { PeopleCount } from './people-count'

export type CustomFieldsTableProps = {
  fields: readonly CustomField[]
  mayChange: boolean
  onMove: (field: CustomField, to: number) => void
  onEdit: (field: CustomField) => void
  onRemove: (field: CustomField) => void
}

export function CustomFieldsTable(props: CustomFieldsTableProps) {
  return (
    <table aria-label={t('settingsContacts.fields.tableLabel')} class="w-full">
      <thead>
        <tr>
          <HeaderCell>{t('settingsContacts.fields.name')}</HeaderCell>
          <HeaderCell class="max-sm:hidden">{t('settingsContacts.fields.type')}</HeaderCell>
          <HeaderCell class="max-sm:hidden">{t('settingsContacts.fields.people')}</HeaderCell>
          <Show when={props.mayChange}>
            <HeaderCell class="w-40 max-sm:w-24">
              <span class="sr-only">{t('settingsContacts.fields.actions')}</span>
            </HeaderCell>
          </Show>
        </tr>
      </thead>
      <tbody>
        <For each={props.fields}>{(field, index) => <FieldRow {...props} field={field} index={index()} />}</For>
      </tbody>
    </table>
  )
}

function FieldRow(props: CustomFieldsTableProps & { field: CustomField; index: number }) {
  const name = () => ({ name: props.field.label })
  const isLast = () => props.index === props.fields.length - 1
  const count = () => (
    <PeopleCount
      condition={{ on: 'field', key: props.field.key, op: 'is_filled' }}
      what={`\u2068${props.field.label}\u2069`}
    />
  )
  const move = (by: number) => props.onMove(props.field, props.index + by)
  function onKeyDown(event: KeyboardEvent): void {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    if (event.key === 'ArrowUp' && props.index > 0) move(-1)
    if (event.key === 'ArrowDown' && !isLast()) move(1)
  }
  return (
    <Row>
      <Cell>
        <span class="wrap-anywhere block font-medium">
          <bdi>{props.field.label}</bdi>
        </span>
        <span class="block text-ink-3 text-xs">
          <code class="wrap-anywhere font-mono">{props.field.key}</code>
          <span class="sm:hidden"> · {t(`settingsContacts.fields.types.${props.field.type}`)}</span>
        </span>
        <span class="block text-ink-2 text-xs sm:hidden">{count()}</span>
      </Cell>
      <Cell class="max-sm:hidden">
        <Badge>{t(`settingsContacts.fields.types.${props.field.type}`)}</Badge>
        <Show when={props.field.options}>
          {(options) => (
            <span class="mt-1 line-clamp-2 text-ink-3 text-xs [overflow-wrap:anywhere]" dir="auto">
              {options().join(', ')}
            </span>
          )}
        </Show>
      </Cell>
      <Cell class="text-ink-2 max-sm:hidden">{count()}</Cell>
      <Show when={props.mayChange}>
        <Cell class="text-end">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it */}
          <span
            class="inline-grid grid-flow-col max-sm:grid-flow-row max-sm:grid-cols-2"
            data-field={props.field.id}
            onKeyDown={onKeyDown}
          >
            <IconButton
              data-move="up"
              label={t('settingsContacts.fields.up', name())}
              icon={<ArrowUp aria-hidden="true" class="size-3.5" />}
              disabled={props.index === 0}
              onClick={() => move(-1)}
            />
            <IconButton
              data-move="down"
              label={t('settingsContacts.fields.down', name())}
              icon={<ArrowDown aria-hidden="true" class="size-3.5" />}
              disabled={isLast()}
              onClick={() => move(1)}
            />
            <IconButton
              data-move="edit"
              label={t('settingsContacts.fields.edit', name())}
              icon={<Pencil aria-hidden="true" class="size-3.5" />}
              onClick={() => props.onEdit(props.field)}
            />
            <IconButton
              label={t('settingsContacts.fields.remove', name())}
              icon={<Trash aria-hidden="true" class="size-3.5" />}
              onClick={() => props.onRemove(props.field)}
            />
          </span>
        </Cell>
      </Show>
    </Row>
  )
}
