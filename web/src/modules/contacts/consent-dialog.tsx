import { createSignal } from 'solid-js'
import { t } from '../../shared/i18n'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { TextArea } from '../../ui/text-area'

const MOST = 1000

/** What they said about marketing, written into the log. */
export default function ConsentDialog(props: {
  name: string
  state: 'granted' | 'revoked'
  /** Resolves when the server has answered. */
  onSave: (wording: string, onProblem: (problem: string) => void) => Promise<boolean>
  onClose: () => void
}) {
  const [wording, setWording] = createSignal('')
  const [isSaving, setSaving] = createSignal(false)
  const [refusal, setRefusal] = createSignal<string>()
  async function save(): Promise<void> {
    if (isSaving()) return
    setSaving(true)
    setRefusal(undefined)
    const isSaved = await props.onSave(wording(), setRefusal)
    setSaving(false)
    if (isSaved) props.onClose()
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={() => props.onClose()}
      title={t(props.state === 'granted' ? 'details.consent.grantTitle' : 'details.consent.revokeTitle', {
        name: props.name,
      })}
      text={t(props.state === 'granted' ? 'details.consent.grantText' : 'details.consent.revokeText')}
      confirmLabel={t('details.consent.save')}
      tone="primary"
      busy={isSaving() ? t('details.editDialog.saving') : undefined}
      onConfirm={() => void save()}
    >
      <TextArea
        label={t('details.consent.wording')}
        hint={t('details.consent.wordingHint')}
        name="wording"
        value={wording()}
        onInput={setWording}
        maxlength={MOST}
        rows={3}
        error={refusal()}
      />
    </ConfirmDialog>
  )
}
