import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { createSignal } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/text-field'
import { readCoordinates } from './coordinates'

type Location = Extract<NewMessage['content'], { type: 'location' }>

/** A place to send: from a map's link or from coordinates. */
export default function LocationDialog(props: { onSend: (content: Location) => void; onClose: () => void }) {
  const [where, setWhere] = createSignal('')
  const [name, setName] = createSignal('')
  const [address, setAddress] = createSignal('')
  const [isTried, setTried] = createSignal(false)
  const problem = () => (isTried() && !readCoordinates(where()) ? t('composing.place.invalid') : undefined)
  let first: HTMLInputElement | undefined

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const coordinates = readCoordinates(where())
    setTried(true)
    if (!coordinates) {
      first?.focus()
      return
    }
    props.onSend({
      type: 'location',
      ...coordinates,
      ...(name().trim() === '' ? {} : { name: name().trim() }),
      ...(address().trim() === '' ? {} : { address: address().trim() }),
    })
  }
  return (
    <Dialog open onOpenChange={() => props.onClose()} title={t('composing.place.title')} initialFocus={() => first}>
      <form onSubmit={submit} novalidate class="flex flex-col gap-4 pb-1">
        <TextField
          label={t('composing.place.coordinates')}
          name="coordinates"
          value={where()}
          onInput={setWhere}
          onBlur={() => setTried(where() !== '')}
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
          value={name()}
          onInput={setName}
          hint={t('composing.place.nameHint')}
          autocomplete="off"
          dir="auto"
        />
        <TextField
          label={t('composing.place.address')}
          name="address"
          value={address()}
          onInput={setAddress}
          autocomplete="off"
          dir="auto"
        />
        <div class="flex justify-end gap-2 max-sm:flex-col-reverse">
          <Button onClick={() => props.onClose()}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary">
            {t('composing.place.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
