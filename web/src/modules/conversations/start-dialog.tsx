import '../../strings/register-inbox-many'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { createMemo, createSignal, onMount, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Select } from '../../ui/select'
import { TextField } from '../../ui/text-field'
import { useInboxLive } from '../inbox/inbox-context'

/** A conversation with somebody's number, from one of ours. Who is there already is opened. */
export default function StartDialog(props: {
  numbers: readonly PhoneNumber[]
  onStarted: (conversationId: string) => void
  onClose: () => void
}) {
  const live = useInboxLive()
  const connected = createMemo(() => props.numbers.filter(({ status }) => status !== 'disconnected'))
  const [numberId, setNumberId] = createSignal(connected()[0]?.id ?? '')
  const [phone, setPhone] = createSignal('')
  const [problem, setProblem] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)

  async function start(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    if (busy()) return
    if (phone().trim() === '') {
      setProblem(t('inbox.start.phoneMissing'))
      return
    }
    setBusy(true)
    try {
      const { conversation } = await call(
        api.api.conversations.$post({ json: { phoneNumberId: numberId(), phone: phone().trim() } }),
      )
      live.cache.applyChanges({ conversations: [conversation], removed: [] })
      props.onStarted(conversation.id)
    } catch (error) {
      setProblem(errorText(error))
      setBusy(false)
    }
  }

  return (
    <Dialog open onOpenChange={() => props.onClose()} title={t('inbox.begin')} description={t('inbox.start.text')}>
      <Show when={connected().length > 0} fallback={<p class="pb-2 text-ink-2 text-sm">{t('inbox.start.noNumber')}</p>}>
        <form novalidate class="flex flex-col gap-4 pb-1" onSubmit={(event) => void start(event)}>
          <Select
            label={t('inbox.start.from')}
            options={connected().map(({ id, name, displayPhoneNumber }) => ({
              value: id,
              label: `${name} · ${displayPhoneNumber}`,
            }))}
            value={numberId()}
            onChange={setNumberId}
          />
          <TextField
            label={t('inbox.start.phone')}
            name="phone"
            type="tel"
            dir="ltr"
            inputmode="tel"
            autocomplete="off"
            placeholder="+44 7700 900184"
            value={phone()}
            onInput={(value) => {
              setPhone(value)
              setProblem(undefined)
            }}
            hint={t('inbox.start.phoneHint')}
            error={problem()}
            ref={(element) => onMount(() => element.focus())}
          />
          <div class="flex justify-end gap-2 max-sm:flex-col-reverse">
            <Button onClick={() => props.onClose()}>{t('ui.cancel')}</Button>
            <Button type="submit" variant="primary" busy={busy() ? t('inbox.start.opening') : undefined}>
              {t('inbox.start.submit')}
            </Button>
          </div>
        </form>
      </Show>
    </Dialog>
  )
}
