import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import type { Contact } from '@worker/modules/contacts/contacts.schemas'
import { createSignal } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { organizationKey } from '../../shared/query'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { TextField } from '../../ui/text-field'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { startedJob } from '../jobs/jobs.queries'

/** One person for good: a word is typed, so that a slip of the hand can't do it. */
export default function DeletePersonDialog(props: { contact: Contact; onClose: () => void }) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { id, displayName } = props.contact
  const [typed, setTyped] = createSignal('')
  const [mismatch, setMismatch] = createSignal<string>()
  const [problem, setProblem] = createSignal<string>()
  const [isBusy, setBusy] = createSignal(false)
  const word = () => t('contactPage.delete.word')

  async function remove(): Promise<void> {
    if (isBusy()) return
    if (typed().trim().toLocaleLowerCase() !== word()) {
      setMismatch(t('contactPage.delete.mismatch', { word: word() }))
      return
    }
    setBusy(true)
    setProblem(undefined)
    try {
      const job = await call(api.api.contacts[':id'].$delete({ param: { id } }))
      const organizationId = member.organizationId()
      startedJob(client, organizationId, job)
      void client.invalidateQueries({ queryKey: organizationKey(organizationId, 'contacts') })
      showToast({ tone: 'ok', text: t('contactPage.delete.started', { name: displayName }) })
      props.onClose()
      navigate('/contacts', { replace: true })
    } catch (error) {
      setProblem(errorText(error))
      setBusy(false)
    }
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={() => props.onClose()}
      title={t('contactPage.delete.title', { name: displayName })}
      text={t('contactPage.delete.text')}
      error={problem()}
      cancelLabel={t('contactPage.delete.keep')}
      confirmLabel={t('contactPage.delete.submit')}
      busy={isBusy() ? t('contactPage.delete.busy') : undefined}
      onConfirm={() => void remove()}
    >
      <TextField
        label={t('contactPage.delete.type', { word: word() })}
        name="confirm"
        autocomplete="off"
        value={typed()}
        error={mismatch()}
        onInput={(value) => {
          setTyped(value)
          setMismatch(undefined)
        }}
      />
    </ConfirmDialog>
  )
}
