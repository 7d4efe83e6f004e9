import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { createEffect, createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import { t } from '../../shared/i18n'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/text-field'
import { readCoordinates } from './coordinates'
import { emptyPlace, ofLocation, type PlaceForm, toLocation } from './form-contents'
import { KeptFooter } from './kept-footer'
import type { KeptForms } from './kept-forms'

type Location = Extract<NewMessage['content'], { type: 'location' }>

/** A place to send: from a map's link or from coordinates. What was typed is kept until it is sent or discarded. */
export default function LocationDialog(props: {
  kept: KeptForms<'location'>
  onSend: (content: Location) => void
  onClose: () => void
}) {
  const kept = props.kept.open()
  const [place, setPlace] = createStore<PlaceForm>({
    ...emptyPlace,
    ...(kept.before && 'taken' in kept.before ? ofLocation(kept.before.taken) : kept.before),
  })
  const isTouched = () => Object.values(place).some((text) => text.trim() !== '')
  createEffect(() => (isTouched() ? kept.write({ ...place }) : kept.drop()))
  const [isTried, setTried] = createSignal(false)
  const problem = () => (isTried() && !readCoordinates(place.where) ? t('composing.place.invalid') : undefined)
  let first: HTMLInputElement | undefined

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const content = toLocation(place)
    setTried(true)
    if (!content) {
      first?.focus()
      return
    }
    kept.drop()
    props.onSend(content)
  }
  return (
    <Dialog open onOpenChange={() => props.onClose()} title={t('composing.place.title')} initialFocus={() => first}>
      <form onSubmit={submit} novalidate class="flex flex-col gap-4 pb-1">
        <TextField
          label={t('composing.place.coordinates')}
          name="coordinates"
          value={place.where}
          onInput={(where) => setPlace('where', where)}
          onBlur={() => setTried(place.where !== '')}
          hint={t('composing.place.coordinatesHint')}
          error={problem()}
          autocomplete="off"
          dir="ltr"
          required
          ref={(element) => (first = element)}
        />
        <TextField
          label={t('composing.place.name')}
          name="name"
          value={place.name}
          onInput={(name) => setPlace('name', name)}
          hint={t('composing.place.nameHint')}
          autocomplete="off"
          dir="auto"
        />
        <TextField
          label={t('composing.place.address')}
          name="address"
          value={place.address}
          onInput={(address) => setPlace('address', address)}
          autocomplete="off"
          dir="auto"
        />
        <KeptFooter
          isTouched={isTouched()}
          submit={t('composing.place.submit')}
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
