import { createSignal } from 'solid-js'
import { t } from '../../shared/i18n'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { TextField } from '../../ui/text-field'

/** From here on the number is typed: a slip of the hand can't delete them. */
const TYPED_FROM = 10

/** Many people, for good. */
export default function RemoveContactsDialog(props: {
  count: number | undefined
  /** @returns why it did not begin */
  onRemove: () => Promise<string | undefined>
  onClose: () => void
}) {
  const [typed, setTyped] = createSignal('')
  const [isBusy, setBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const [mismatch, setMismatch] = createSignal<string>()
  // Those of this moment: whoever comes later was not asked about.
  const count = props.count ?? 0
  const isTyped = count >= TYPED_FROM
  async function remove(): Promise<void> {
    if (isBusy()) return
    if (isTyped && typed().replace(/\D/g, '') !== String(count)) {
      setMismatch(t('contactsList.remove.mismatch', count))
      return
    }
    setBusy(true)
    const refusal = await props.onRemove()
    setBusy(false)
    setProblem(refusal)
    if (!refusal) props.onClose()
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={() => props.onClose()}
      title={t('contactsList.remove.title', count)}
      text={t('contactsList.remove.text')}
      error={problem()}
      cancelLabel={t('contactsList.remove.keep')}
      confirmLabel={t('contactsList.remove.submit', count)}
      busy={isBusy() ? t('contactsList.remove.busy') : undefined}
      onConfirm={() => void remove()}
    >
      {isTyped && (
        <TextField
          label={t('contactsList.remove.type', count)}
          name="count"
          inputmode="numeric"
          autocomplete="off"
          value={typed()}
          error={mismatch()}
          onInput={(value) => {
            setTyped(value)
            setMismatch(undefined)
          }}
        />
      )}
    </ConfirmDialog>
  )
}
