import { useQueryClient } from '@tanstack/solid-query'
import type { Contact, NewContact } from '@worker/modules/contacts/contacts.schemas'
import { createSignal, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { ApiError, errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { organizationKey } from '../../shared/query'
import { Banner } from '../../ui/banner'
import { Button, ButtonLink } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/text-field'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'

const NAME_MAX = 120
const WORDING_MAX = 1000
type Problem = { text: string; contactId?: string | undefined }

/** Somebody who has not written yet. */
export default function AddContactDialog(props: { onAdded: (contact: Contact) => void; onClose: () => void }) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const [name, setName] = createSignal('')
  const [phone, setPhone] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [hasAgreed, setAgreed] = createSignal(false)
  const [wording, setWording] = createSignal('')
  const [problem, setProblem] = createSignal<Problem>()
  const [phoneProblem, setPhoneProblem] = createSignal<string>()
  const [isBusy, setBusy] = createSignal(false)

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (isBusy()) return
    const given = [name(), phone(), email()].map((text) => text.trim())
    if (!given.some(Boolean)) return void setProblem({ text: t('contactsList.create.needed') })
    const [named, number, mail] = given
    const words = wording().trim()
    const json: NewContact = {
      ...(named && { name: named }),
      ...(number && { phone: number }),
      ...(mail && { email: mail }),
      ...(hasAgreed() && { consent: { state: 'granted', ...(words && { wording: words }) } }),
    }
    setBusy(true)
    setProblem(undefined)
    setPhoneProblem(undefined)
    try {
      const added = await call(api.api.contacts.$post({ json }))
      void client.invalidateQueries({ queryKey: organizationKey(member.organizationId(), 'contacts') })
      showToast({
        tone: 'ok',
        text: t('contactsList.create.added', { name: added.displayName }),
        action: { label: t('contactsList.create.view'), onSelect: () => props.onAdded(added) },
      })
      props.onClose()
    } catch (error) {
      setBusy(false)
      if (error instanceof ApiError && error.code === 'contacts.invalid_phone') setPhoneProblem(errorText(error))
      else setProblem(problemOf(error))
    }
  }
  return (
    <Dialog open onOpenChange={() => !isBusy() && props.onClose()} title={t('contactsList.create.title')}>
      <form onSubmit={(event) => void submit(event)} novalidate class="flex flex-col gap-4 pb-1">
        <TextField
          label={t('contactsList.create.name')}
          name="name"
          dir="auto"
          autocomplete="off"
          maxlength={NAME_MAX}
          value={name()}
          onInput={setName}
        />
        <TextField
          label={t('contactsList.create.phone')}
          name="phone"
          type="tel"
          dir="ltr"
          autocomplete="off"
          maxlength={40}
          hint={t('contactsList.create.phoneHint')}
          value={phone()}
          onInput={(value) => {
            setPhone(value)
            setPhoneProblem(undefined)
          }}
          error={phoneProblem()}
        />
        <TextField
          label={t('contactsList.create.email')}
          name="email"
          type="email"
          dir="ltr"
          autocomplete="off"
          maxlength={254}
          value={email()}
          onInput={setEmail}
        />
        <Checkbox label={t('contactsList.create.consent')} name="consent" checked={hasAgreed()} onChange={setAgreed} />
        <Show when={hasAgreed()}>
          <TextField
            label={t('contactsList.create.wording')}
            name="wording"
            dir="auto"
            autocomplete="off"
            maxlength={WORDING_MAX}
            hint={t('contactsList.create.wordingHint')}
            value={wording()}
            onInput={setWording}
          />
        </Show>
        <Show when={problem()}>
          {(shown) => (
            <Banner
              tone="bad"
              action={
                <Show when={shown().contactId}>
                  {(id) => (
                    <ButtonLink size="sm" href={`/contacts/${id()}`}>
                      {t('contactsList.create.open')}
                    </ButtonLink>
                  )}
                </Show>
              }
            >
              {shown().text}
            </Banner>
          )}
        </Show>
        <div class="flex justify-end gap-2 max-sm:flex-col-reverse">
          <Button onClick={() => props.onClose()} disabled={isBusy()}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" variant="primary" busy={isBusy() ? t('contactsList.create.busy') : undefined}>
            {t('contactsList.create.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function problemOf(error: unknown): Problem {
  if (!(error instanceof ApiError) || error.code !== 'contacts.exists') return { text: errorText(error) }
  const { contactId } = (error.details ?? {}) as { contactId?: string }
  return { text: t('contactsList.create.exists'), contactId }
}
