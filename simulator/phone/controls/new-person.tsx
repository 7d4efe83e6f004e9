import { createSignal } from 'solid-js'
import type { CustomerView } from '../../control/overview'
import { api } from '../api'
import { usePage } from '../store'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Select, TextField } from '../ui/fields'
import { identityModes } from './identity'

const languages = [
  { value: 'en', label: 'English' },
  { value: 'ar', label: 'Arabic' },
  { value: 'fr', label: 'French' },
  { value: 'de', label: 'German' },
  { value: 'hi', label: 'Hindi' },
  { value: 'pt_BR', label: 'Portuguese (Brazil)' },
  { value: 'es_MX', label: 'Spanish (Mexico)' },
]

export function NewPerson(props: { onClose: () => void }) {
  const page = usePage()
  const [name, setName] = createSignal('')
  const [phone, setPhone] = createSignal('')
  const [language, setLanguage] = createSignal('en')
  const [identityMode, setIdentityMode] = createSignal<CustomerView['identityMode']>('phone-and-id')

  const add = async (event: Event) => {
    event.preventDefault()
    const person = {
      ...(name().trim() && { name: name().trim() }),
      ...(phone().trim() && { phone: phone().trim() }),
      ...{ language: language(), identityMode: identityMode() },
    }
    const done = await page.attempt(async () => {
      const added = await api.addPerson({ ...person })
      await api.changePerson(added.id, { readsMessages: true })
      page.searchFor('')
      page.choose(added.id)
    })
    if (done) props.onClose()
  }

  return (
    <Dialog
      title="Somebody new"
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="new-person">
            Add
          </Button>
        </>
      }
    >
      <form id="new-person" onSubmit={add} class="flex flex-col gap-4">
        <TextField
          label="Name"
          value={name()}
          onText={setName}
          dir="auto"
          maxlength={100}
          hint="Left empty, somebody is made up."
        />
        <TextField
          label="Phone number"
          value={phone()}
          onText={setPhone}
          inputmode="tel"
          hint="With the country code: +55 41 99988 7766. Brazil, Mexico and Argentina get WhatsApp’s own spelling."
        />
        <Select label="Writes in" value={language()} options={languages} onChange={setLanguage} />
        <Select
          label="What businesses see"
          value={identityMode()}
          options={identityModes}
          onChange={(value) =>
            setIdentityMode(identityModes.find((mode) => mode.value === value)?.value ?? 'phone-and-id')
          }
        />
      </form>
    </Dialog>
  )
}
