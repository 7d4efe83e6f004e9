import type { Contact, ContactChange } from '@worker/modules/contacts/contacts.schemas'
import Plus from 'lucide-solid/icons/plus'
import { createEffect, createSignal, Index, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Select } from '../../ui/select'
import { TextField } from '../../ui/text-field'
import { useCurrentMember } from '../auth/current-member'
import { type FieldRow, fieldProblems, toChange } from './contact-edit'
import { FieldEditor } from './field-editor'
import { keptEdit } from './kept-changes'
import { languageOptions } from './languages'

const NAME_MAX = 120
const FIELDS_MAX = 50
const UNKNOWN = '-'

/** Name, language and whatever else the team wants to know of a person. What is typed is kept until it is saved or cancelled. */
export default function ContactEditDialog(props: {
  contact: Contact
  /** Resolves when the server has answered. */
  onSave: (changes: ContactChange, onProblem: (problem: string) => void) => Promise<boolean>
  onClose: () => void
}) {
  const member = useCurrentMember()
  const { displayName, profileName } = props.contact
  const kept = keptEdit({
    organizationId: member.organizationId(),
    userId: member.me().user.id,
    contactId: props.contact.id,
  })
  const left = kept.read()
  // What it was when they began: only what is changed since is sent, others may change the rest meanwhile.
  const before = left?.before ?? pick(props.contact)
  const unchanged = {
    name: before.name ?? '',
    language: before.language ?? UNKNOWN,
    rows: Object.entries(before.fields).map(([key, value]) => ({ key, value: String(value) })),
  }
  const [name, setName] = createSignal(left?.name ?? unchanged.name)
  const [language, setLanguage] = createSignal(left?.language ?? unchanged.language)
  const [rows, setRows] = createSignal<readonly FieldRow[]>(left?.rows ?? unchanged.rows)
  let isFinished = false
  createEffect(() => {
    const now = { name: name(), language: language(), rows: rows() }
    if (isFinished) return
    kept.write(JSON.stringify(now) === JSON.stringify(unchanged) ? undefined : { before, ...now })
  })
  function finish(): void {
    isFinished = true
    kept.write(undefined)
    props.onClose()
  }
  const [isSaving, setSaving] = createSignal(false)
  const [refusal, setRefusal] = createSignal<string>()
  const [isChecked, setChecked] = createSignal(false)
  let list: HTMLUListElement | undefined
  const problems = () => (isChecked() ? fieldProblems(rows()) : [])
  const setRow = (at: number, row: FieldRow) => setRows((all) => all.map((one, index) => (index === at ? row : one)))
  const languages = [{ value: UNKNOWN, label: t('details.editDialog.noLanguage') }, ...languageOptions(before.language)]

  function add(): void {
    setRows((all) => [...all, { key: '', value: '' }])
    queueMicrotask(() => list?.querySelector<HTMLInputElement>('li:last-child input')?.focus())
  }
  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (isSaving()) return
    setChecked(true)
    if (fieldProblems(rows()).some(Boolean)) return
    const changes = toChange(before, {
      name: name(),
      language: language() === UNKNOWN ? null : language(),
      rows: rows(),
    })
    if (!changes) return finish()
    setSaving(true)
    setRefusal(undefined)
    const isSaved = await props.onSave(changes, setRefusal)
    setSaving(false)
    if (isSaved) finish()
  }

  return (
    <Dialog
      open
      onOpenChange={() => {
        if (!isSaving()) props.onClose()
      }}
      title={t('details.editDialog.title', { name: displayName })}
      size="md"
    >
      <form onSubmit={save} novalidate class="flex flex-col gap-4 pb-1">
        <Show when={left}>
          <p class="text-ink-2 text-sm">{t('details.editDialog.resumed')}</p>
        </Show>
        <TextField
          label={t('details.editDialog.name')}
          name="name"
          value={name()}
          onInput={setName}
          maxlength={NAME_MAX}
          autocomplete="off"
          dir="auto"
          hint={profileName ? t('details.editDialog.nameHint', { name: profileName }) : undefined}
        />
        <Select
          label={t('details.editDialog.language')}
          options={languages}
          value={language()}
          onChange={setLanguage}
        />
        <fieldset class="flex flex-col gap-2">
          <legend class="mb-1 font-medium text-[12.5px]/[18px]">{t('details.editDialog.fields')}</legend>
          <Show
            when={rows().length > 0}
            fallback={<p class="text-ink-3 text-xs">{t('details.editDialog.fieldsHint')}</p>}
          >
            <ul ref={(element) => (list = element)} class="flex flex-col gap-2">
              <Index each={rows()}>
                {(row, at) => (
                  <FieldEditor
                    row={row()}
                    problem={problems()[at]}
                    onChange={(next) => setRow(at, next)}
                    onRemove={() => setRows((all) => all.filter((_, index) => index !== at))}
                  />
                )}
              </Index>
            </ul>
          </Show>
          <div>
            <Button
              size="sm"
              variant="ghost"
              class="-ms-2"
              icon={<Plus aria-hidden="true" class="size-3.5" />}
              disabled={rows().length >= FIELDS_MAX}
              onClick={add}
            >
              {t('details.editDialog.addField')}
            </Button>
          </div>
        </fieldset>
        <Show when={refusal()}>
          {(problem) => (
            <p role="alert" class="rounded-sm bg-bad-soft px-2.5 py-2 text-bad-ink text-sm">
              {problem()}
            </p>
          )}
        </Show>
        <div class="flex justify-end gap-2 max-sm:flex-col-reverse">
          <Button onClick={finish} disabled={isSaving()}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={isSaving() ? t('details.editDialog.saving') : undefined}>
            {t('details.editDialog.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const pick = ({ name, language, fields }: Contact) => ({ name, language, fields })
