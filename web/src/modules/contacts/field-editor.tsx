import X from 'lucide-solid/icons/x'
import { createUniqueId, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { IconButton } from '../../ui/icon-button'
import { fieldBoxClass, fieldBoxSizes } from '../../ui/text-field'
import type { FieldProblem, FieldRow } from './contact-edit'

const KEY_MAX = 60
const VALUE_MAX = 1000

/** One thing that is known of a person: what it is, and the value. */
export function FieldEditor(props: {
  row: FieldRow
  problem: FieldProblem | undefined
  onChange: (row: FieldRow) => void
  onRemove: () => void
}) {
  const id = createUniqueId()
  const box = (isInvalid: boolean) => ({
    class: cx(fieldBoxClass, fieldBoxSizes.md),
    'data-invalid': isInvalid ? '' : undefined,
  })
  const input = 'h-full min-w-0 flex-1 bg-transparent outline-none'
  return (
    <li>
      <div class="grid grid-cols-[minmax(0,38fr)_minmax(0,62fr)_auto] items-center gap-1.5">
        <div {...box(props.problem !== undefined)}>
          <input
            aria-label={t('details.editDialog.key')}
            placeholder={t('details.editDialog.key')}
            aria-invalid={props.problem ? 'true' : undefined}
            aria-describedby={props.problem ? id : undefined}
            maxlength={KEY_MAX}
            autocomplete="off"
            dir="auto"
            value={props.row.key}
            class={input}
            onInput={(event) => props.onChange({ ...props.row, key: event.currentTarget.value })}
          />
        </div>
        <div {...box(false)}>
          <input
            aria-label={props.row.key || t('details.editDialog.value')}
            placeholder={t('details.editDialog.value')}
            maxlength={VALUE_MAX}
            autocomplete="off"
            dir="auto"
            value={props.row.value}
            class={input}
            onInput={(event) => props.onChange({ ...props.row, value: event.currentTarget.value })}
          />
        </div>
        <IconButton
          class="-me-1.5"
          label={t('details.editDialog.removeField', { name: props.row.key || t('details.editDialog.unnamed') })}
          icon={<X aria-hidden="true" />}
          onClick={() => props.onRemove()}
        />
      </div>
      <Show when={props.problem}>
        {(problem) => (
          <p id={id} role="alert" class="mt-1 text-bad-ink text-xs">
            {t(problem() === 'twice' ? 'details.editDialog.keyTwice' : 'details.editDialog.keyMissing')}
          </p>
        )}
      </Show>
    </li>
  )
}
