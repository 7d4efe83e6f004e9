import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/text-field'

type Contacts = Extract<NewMessage['content'], { type: 'contacts' }>
const empty = { firstName: '', lastName: '', phone: '', email: '', company: '' }

/** A card as Meta writes it. */
export function toCard(card: typeof empty): Contacts['contacts'][number] {
  const [first, last] = [card.firstName.trim(), card.lastName.trim()]
  return {
    name: {
      formatted_name: [first, last].filter(Boolean).join(' '),
      first_name: first,
      ...(last ? { last_name: last } : {}),
    },
    ...(card.phone.trim() ? { phones: [{ phone: card.phone.trim(), type: 'WORK' }] } : {}),
    ...(card.email.trim() ? { emails: [{ email: card.email.trim(), type: 'WORK' }] } : {}),
    ...(card.company.trim() ? { org: { company: card.company.trim() } } : {}),
  }
}

/** Somebody's name and numbers, to send. */
export default function ContactDialog(props: { onSend: (content: Contacts) => void; onClose: () => void }) {
  const [card, setCard] = createStore({ ...empty })
  const [isTried, setTried] = createSignal(false)
  const nameProblem = () => (isTried() && !card.firstName.trim() ? t('composing.card.needsName') : undefined)
  const wayProblem = () =>
    isTried() && !card.phone.trim() && !card.email.trim() ? t('composing.card.needsWay') : undefined
  let form: HTMLFormElement | undefined
  const field = (name: keyof typeof empty) => ({
    name,
    label: t(`composing.card.${name}`),
    get value() {
      return card[name]
    },
    onInput: (value: string) => setCard(name, value),
    autocomplete: 'off',
  })
  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (nameProblem() || wayProblem()) {
      form?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
      return
    }
    props.onSend({ type: 'contacts', contacts: [toCard(card)] })
  }
  return (
    <Dialog open onOpenChange={() => props.onClose()} title={t('composing.card.title')}>
      <form ref={(element) => (form = element)} onSubmit={submit} novalidate class="flex flex-col gap-4 pb-1">
        <div class="grid grid-cols-2 gap-3">
          <TextField {...field('firstName')} error={nameProblem()} dir="auto" required />
          <TextField {...field('lastName')} dir="auto" />
        </div>
        <TextField {...field('phone')} type="tel" dir="ltr" error={wayProblem()} />
        <TextField {...field('email')} type="email" dir="ltr" />
        <TextField {...field('company')} dir="auto" />
        <div class="flex justify-end gap-2 max-sm:flex-col-reverse">
          <Button onClick={() => props.onClose()}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary">
            {t('composing.card.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
