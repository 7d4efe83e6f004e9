import { useQuery } from '@tanstack/solid-query'
import type { BulkAction } from '@worker/modules/contacts/contact-list.schemas'
import type { CustomField } from '@worker/modules/contacts/custom-fields.schemas'
import { createMemo, createSignal, Show } from 'solid-js'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { createQueryData } from '../../shared/query-data'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Select } from '../../ui/select'
import { Spinner } from '../../ui/spinner'
import { useCurrentMember } from '../auth/current-member'
import { fieldsQuery } from './contact-list.queries'
import { FieldValueInput, toFieldValue } from './field-value-input'

/** One field of everybody who is selected: which, and what it is from now on. */
export default function SetFieldDialog(props: {
  count: number | undefined
  /** @returns why it did not begin */
  onSet: (action: BulkAction) => Promise<string | undefined>
  onClose: () => void
}) {
  const member = useCurrentMember()
  const query = useQuery(() => fieldsQuery(member.organizationId()))
  const fields = createQueryData(query)
  const [chosen, setChosen] = createSignal<string>()
  const [value, setValue] = createSignal('')
  const [problem, setProblem] = createSignal<string>()
  const [isBusy, setBusy] = createSignal(false)
  const field = createMemo<CustomField | undefined>(() => {
    const all = fields()?.items ?? []
    return all.find(({ key }) => key === chosen()) ?? all[0]
  })
  async function submit(event: SubmitEvent, to: CustomField): Promise<void> {
    event.preventDefault()
    if (isBusy()) return
    const read = toFieldValue(to.type, value())
    if (read === undefined) return void setProblem(t('contactsList.field.notANumber'))
    setBusy(true)
    setProblem(undefined)
    const refusal = await props.onSet({ type: 'field', key: to.key, value: read })
    setBusy(false)
    if (refusal) setProblem(refusal)
    else props.onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={() => !isBusy() && props.onClose()}
      title={t('contactsList.field.title')}
      description={t('contactsList.field.text', props.count ?? 0)}
    >
      <Show
        when={field()}
        fallback={
          <div class="flex min-h-24 flex-col justify-center gap-3 pb-1 text-ink-2">
            <Show when={fields() || query.error} fallback={<Spinner class="mx-auto" />}>
              <p>{query.error ? errorText(query.error) : t('contactsList.bulk.noFields')}</p>
            </Show>
          </div>
        }
      >
        {(to) => (
          <form onSubmit={(event) => void submit(event, to())} novalidate class="flex flex-col gap-4 pb-1">
            <Select
              label={t('contactsList.field.which')}
              options={(fields()?.items ?? []).map(({ key, label }) => ({ value: key, label }))}
              value={to().key}
              onChange={(key) => {
                setChosen(key)
                setValue('')
                setProblem(undefined)
              }}
            />
            <FieldValueInput
              label={t('contactsList.field.value')}
              field={to()}
              value={value()}
              onInput={(next) => {
                setValue(next)
                setProblem(undefined)
              }}
            />
            <Show when={problem()}>{(text) => <Banner tone="bad">{text()}</Banner>}</Show>
            <div class="flex justify-end gap-2 max-sm:flex-col-reverse">
              <Button onClick={() => props.onClose()} disabled={isBusy()}>
                {t('ui.cancel')}
              </Button>
              <Button type="submit" variant="primary" busy={isBusy() ? t('contactsList.field.busy') : undefined}>
                {t('contactsList.field.submit')}
              </Button>
            </div>
          </form>
        )}
      </Show>
    </Dialog>
  )
}
