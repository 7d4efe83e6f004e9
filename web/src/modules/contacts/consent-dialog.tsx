import { createSignal } from 'solid-js'
import { t } from '../../shared/i18n'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { TextArea } from '../../ui/text-area'
import { useCurrentMember } from '../auth/current-member'
import { keptWording } from './kept-changes'

const MOST = 1000

/** What they said about marketing, written into the log. What is typed is kept until it is saved or cancelled. */
export default function ConsentDialog(props: {
  contactId: string
  name: string
  state: 'granted' | 'revoked'
  /** Resolves when the server has answered. */
  onSave: (wording: string, onProblem: (problem: string) => void) => Promise<boolean>
  onClose: () => void
}) {
  const member = useCurrentMember()
  const kept = keptWording(
    { organizationId: member.organizationId(), userId: member.me().user.id, contactId: props.contactId },
    props.state,
  )
  const [wording, setWording] = createSignal(kept.read() ?? '')
  const [isSaving, setSaving] = createSignal(false)
  const [refusal, setRefusal] = createSignal<string>()
  function write(words: string): void {
    setWording(words)
    kept.write(words.trim() === '' ? undefined : words)
  }
  function finish(): void {
    kept.write(undefined)
    props.onClose()
  }
  async function save(): Promise<void> {
    if (isSaving()) return
    setSaving(true)
    setRefusal(undefined)
    const isSaved = await props.onSave(wording(), setRefusal)
    setSaving(false)
    if (isSaved) finish()
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
      onCancel={finish}
      onConfirm={() => void save()}
    >
      <TextArea
        label={t('details.consent.wording')}
        hint={t('details.consent.wordingHint')}
        name="wording"
        value={wording()}
        onInput={write}
        maxlength={MOST}
        rows={3}
        error={refusal()}
      />
    </ConfirmDialog>
  )
}
