import { useQueryClient } from '@tanstack/solid-query'
import type { CustomField, FieldType } from '@worker/modules/contacts/custom-fields.schemas'
import { createSignal, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { linesOf } from '../../shared/lines'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Select } from '../../ui/select'
import { TextArea } from '../../ui/text-area'
import { TextField } from '../../ui/text-field'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { fieldsQuery } from '../contacts/contact-list.queries'

const types: readonly FieldType[] = ['text', 'number', 'date', 'choice', 'boolean']
const LABEL_MAX = 60

/** A new field, or another name, type or list of choices of one. */
export default function CustomFieldDialog(props: { field: CustomField | undefined; onClose: () => void }) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const { field } = props
  const [label, setLabel] = createSignal(field?.label ?? '')
  const [key, setKey] = createSignal('')
  const [type, setType] = createSignal<FieldType>(field?.type ?? 'text')
  const [choices, setChoices] = createSignal(field?.options?.join('\n') ?? '')
  const [problem, setProblem] = createSignal<string>()
  const [labelProblem, setLabelProblem] = createSignal<string>()
  const [choicesProblem, setChoicesProblem] = createSignal<string>()
  const [isBusy, setBusy] = createSignal(false)

  const save = async (): Promise<CustomField> => {
    const options = type() === 'choice' ? linesOf(choices()) : undefined
    const json = { label: label().trim(), type: type(), ...(options && { options }) }
    if (!field) {
      const given = key().trim()
      return call(api.api.contacts.fields.$post({ json: { ...json, ...(given && { key: given }) } }))
    }
    // Its type only where it is another one: of a field that is in use it can't be changed.
    const { type: chosen, ...rest } = json
    const changes = chosen === field.type ? rest : json
    return call(api.api.contacts.fields[':id'].$patch({ param: { id: field.id }, json: changes }))
  }
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (isBusy()) return
    if (label().trim() === '') return void setLabelProblem(t('settingsContacts.fields.dialog.labelMissing'))
    if (type() === 'choice' && linesOf(choices()).length === 0)
      return void setChoicesProblem(t('settingsContacts.fields.dialog.choicesMissing'))
    setBusy(true)
    setProblem(undefined)
    try {
      const { label: name } = await save()
      await client.invalidateQueries({ queryKey: fieldsQuery(member.organizationId()).queryKey })
      showToast({ tone: 'ok', text: t(`settingsContacts.fields.dialog.${field ? 'saved' : 'created'}`, { name }) })
      props.onClose()
    } catch (error) {
      setProblem(errorText(error))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={() => !isBusy() && props.onClose()}
      title={
        field
          ? t('settingsContacts.fields.dialog.editTitle', { name: field.label })
          : t('settingsContacts.fields.dialog.createTitle')
      }
    >
      <form onSubmit={(event) => void submit(event)} novalidate class="flex flex-col gap-4 pb-1">
        <TextField
          label={t('settingsContacts.fields.dialog.label')}
          name="label"
          dir="auto"
          autocomplete="off"
          maxlength={LABEL_MAX}
          hint={t('settingsContacts.fields.dialog.labelHint')}
          value={label()}
          onInput={(value) => {
            setLabel(value)
            setLabelProblem(undefined)
          }}
          error={labelProblem()}
        />
        <Show
          when={!field}
          fallback={
            <p class="text-ink-2 text-sm">
              {t('settingsContacts.fields.dialog.key')}: <code class="font-mono">{field?.key}</code>
              <span class="block text-ink-3 text-xs">{t('settingsContacts.fields.dialog.keyFixed')}</span>
            </p>
          }
        >
          <TextField
            label={t('settingsContacts.fields.dialog.key')}
            name="key"
            autocomplete="off"
            maxlength={LABEL_MAX}
            hint={t('settingsContacts.fields.dialog.keyHint')}
            value={key()}
            onInput={setKey}
          />
        </Show>
        <Select
          label={t('settingsContacts.fields.dialog.type')}
          options={types.map((value) => ({ value, label: t(`settingsContacts.fields.types.${value}`) }))}
          value={type()}
          onChange={setType}
          hint={t(`settingsContacts.fields.typeHints.${type()}`)}
        />
        <Show when={type() === 'choice'}>
          <TextArea
            label={t('settingsContacts.fields.dialog.choices')}
            name="choices"
            rows={5}
            hint={t('settingsContacts.fields.dialog.choicesHint')}
            value={choices()}
            onInput={(value) => {
              setChoices(value)
              setChoicesProblem(undefined)
            }}
            error={choicesProblem()}
          />
        </Show>
        <Show when={problem()}>{(text) => <Banner tone="bad">{text()}</Banner>}</Show>
        <div class="flex justify-end gap-2 max-sm:flex-col-reverse">
          <Button onClick={() => props.onClose()} disabled={isBusy()}>
            {t('ui.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            busy={isBusy() ? t('settingsContacts.fields.dialog.creating') : undefined}
          >
            {t(field ? 'settingsContacts.fields.dialog.save' : 'settingsContacts.fields.dialog.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
