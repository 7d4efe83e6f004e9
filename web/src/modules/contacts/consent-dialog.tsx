import { createSignal } from 'solid-js'
import { t } from '../../shared/i18n'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { TextArea } from '../../ui/text-area'

const MOST = 1000

/** What they said about marketing, written into the log. */
export default function ConsentDialog(props: {
  name: string
  state: 'granted' | 'revoked'
  onSave: (wording: string) => void
  onClose: () => void
}) {
  const [wording, setWording] = createSignal('')
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
      onConfirm={() => {
        props.onSave(wording())
        props.onClose()
      }}
    >
      <TextArea
        label={t('details.consent.wording')}
        hint={t('details.consent.wordingHint')}
        name="wording"
        value={wording()}
        onInput={setWording}
        maxlength={MOST}
        rows={3}
      />
    </ConfirmDialog>
  )
}
