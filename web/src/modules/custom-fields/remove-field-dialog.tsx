import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { CustomField } from '@worker/modules/contacts/custom-fields.schemas'
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { contactListsKey, fieldsQuery } from '../contacts/contact-list.queries'
import { restoreField } from './custom-fields.queries'
import { conditionCountQuery } from './people-count'

const ways = [
  { value: 'keep', label: 'settingsContacts.fields.delete.keep', hint: 'settingsContacts.fields.delete.keepHint' },
  { value: 'delete', label: 'settingsContacts.fields.delete.drop', hint: 'settingsContacts.fields.delete.dropHint' },
] as const
type Way = (typeof ways)[number]['value']

/** Says how many people have something in it, and asks what is to happen with that. */
export function RemoveFieldDialog(props: {
  /** Open while there is one. */
  field: CustomField | null
  place: number
  onRemoved: (place: number) => void
  onClose: () => void
}) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const [way, setWay] = createSignal<Way>('keep')
  // Kept while the dialog closes, so that its words don't vanish before it does.
  const shown = createMemo<CustomField | null>((before) => props.field ?? before, null)
  createEffect(
    on(
      () => props.field,
      (field) => field && setWay('keep'),
    ),
  )
  const query = useQuery(() => ({
    ...conditionCountQuery(member.organizationId(), { on: 'field', key: shown()?.key ?? '', op: 'is_filled' }),
    enabled: props.field !== null,
  }))
  const count = () => (query.isPending ? undefined : query.data?.count)
  const reload = () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: fieldsQuery(member.organizationId()).queryKey }),
      cache.invalidateQueries({ queryKey: contactListsKey(member.organizationId()) }),
    ])
  async function undo(field: CustomField): Promise<void> {
    try {
      await restoreField(field)
      showToast({ text: t('settingsContacts.fields.delete.undone', { name: field.label }), tone: 'ok' })
    } catch (error) {
      showToast({ text: errorText(error), tone: 'bad' })
    }
    await reload()
  }
  const remove = useMutation(() => ({
    mutationFn: ({ field, values }: { field: CustomField; values: Way; place: number }) =>
      call(api.api.contacts.fields[':id'].$delete({ param: { id: field.id }, query: { values } })),
    onSuccess: async (_, { field, values, place }) => {
      props.onClose()
      const position = { ...field, position: place }
      showToast({
        text: t('settingsContacts.fields.delete.done', { name: field.label }),
        tone: 'ok',
        ...(values === 'keep' && {
          action: {
            label: t('settingsContacts.fields.delete.undo'),
            onSelect: () => void undo(position),
            isUndo: true,
          },
        }),
      })
      await reload()
      props.onRemoved(place)
    },
  }))
  const text = () => {
    const people = count()
    if (people === undefined) return t('settingsContacts.fields.delete.counting')
    return people === 0 ? t('settingsContacts.fields.delete.none') : t('settingsContacts.fields.delete.some', people)
  }

  return (
    <ConfirmDialog
      open={props.field !== null}
      onOpenChange={() => {
        remove.reset()
        props.onClose()
      }}
      title={t('settingsContacts.fields.delete.title', { name: shown()?.label ?? '' })}
      text={text()}
      error={remove.error ? errorText(remove.error) : undefined}
      confirmLabel={t('settingsContacts.fields.delete.confirm')}
      cancelLabel={t('settingsContacts.fields.delete.cancel')}
      busy={remove.isPending ? t('settingsContacts.fields.delete.busy') : undefined}
      onConfirm={() => {
        if (props.field) remove.mutate({ field: props.field, values: way(), place: props.place })
      }}
    >
      <Show when={count() !== 0}>
        <fieldset class="flex flex-col gap-2 pt-2">
          <legend class="pb-1.5 font-medium text-[12.5px]/[18px]">{t('settingsContacts.fields.delete.what')}</legend>
          <For each={ways}>
            {(choice) => (
              <label class="flex items-start gap-2.5 max-sm:min-h-11">
                <input
                  type="radio"
                  name="values"
                  value={choice.value}
                  checked={way() === choice.value}
                  onChange={() => setWay(choice.value)}
                  class="mt-0.5 size-4 flex-none accent-(--brand)"
                />
                <span class="min-w-0">
                  <span class="block font-medium">{t(choice.label)}</span>
                  <span class="block text-ink-3 text-xs">{t(choice.hint)}</span>
                </span>
              </label>
            )}
          </For>
        </fieldset>
      </Show>
    </ConfirmDialog>
  )
}
