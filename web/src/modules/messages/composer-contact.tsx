import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { createEffect, createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import { t } from '../../shared/i18n'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/text-field'
import { type ContactForm, emptyContact, ofCard, toCard } from './form-contents'
import { KeptFooter } from './kept-footer'
import type { KeptForms } from './kept-forms'

type Contacts = Extract<NewMessage['content'], { type: 'contacts' }>

/** Somebody's name and numbers, to send. What was typed is kept until it is sent or discarded. */
export default function ContactDialog(props: {
  kept: KeptForms<'contact'>
  onSend: (content: Contacts) => void
  onClose: () => void
}) {
  const kept = props.kept.open()
  const [card, setCard] = createStore<ContactForm>({
    ...emptyContact,
    ...(kept.before && 'taken' in kept.before ? ofCard(kept.before.taken.contacts[0] ?? {}) : kept.before),
  })
  const isTouched = () => Object.values(card).some((text) => text.trim() !== '')
  createEffect(() => (isTouched() ? kept.write({ ...card }) : kept.drop()))
  const [isTried, setTried] = createSignal(false)
  const nameProblem = () => (isTried() && !card.firstName.trim() ? t('composing.card.needsName') : undefined)
  const wayProblem = () =>
    isTried() && !card.phone.trim() && !card.email.trim() ? t('composing.card.needsWay') : undefined
  let form: HTMLFormElement | undefined
  const field = (name: keyof ContactForm) => ({
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
    kept.drop()
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
        <KeptFooter
          isTouched={isTouched()}
          submit={t('composing.card.submit')}
          onDiscard={() => {
            kept.drop()
            props.onClose()
          }}
          onClose={props.onClose}
        />
      </form>
    </Dialog>
  )
}
