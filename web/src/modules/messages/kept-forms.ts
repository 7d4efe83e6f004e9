import { kept as keptUnder } from '../../shared/kept'
import type { Pending } from '../inbox/outbox'
import type { TemplateContent } from '../templates/template-values'
import type { Built } from './builder-content'
import type { ContactForm, PlaceForm } from './form-contents'

type Content = Pending['message']['content']
/** A message that was taken back: its form reads it when it is opened, so that taking back needs none of the forms. */
export type Taken<Type extends Content['type']> = { taken: Extract<Content, { type: Type }> }
/** What is filled in beside the box. `source`: the text of the box that a build began with. */
export type KeptBuild = { built: Built; source: string }
type Forms = {
  builder: KeptBuild | Taken<'buttons' | 'list'>
  location: PlaceForm | Taken<'location'>
  contact: ContactForm | Taken<'contacts'>
  template: TemplateContent
}
export type FormKind = keyof Forms
type Entry = { id: string; form: unknown }
type Place = { organizationId: string; userId: string; conversationId: string }

/**
 * What was filled in, in a conversation, and neither sent nor discarded; or sent and taken back. The newest is first to be
 * opened. Kept on this device, like a draft.
 */
export function keptForms<Kind extends FormKind>(kind: Kind, { organizationId, userId, conversationId }: Place) {
  const kept = keptUnder<readonly Entry[]>(`wharf.forms.${organizationId}.${userId}.${conversationId}.${kind}`)
  const read = () => kept.read() ?? []
  const store = (entries: readonly Entry[]): void => kept.write(entries.length === 0 ? undefined : entries)
  const newest = () => read().at(-1)?.form as Forms[Kind] | undefined
  const push = (form: Forms[Kind]) => store([...read(), { id: crypto.randomUUID(), form }])

  return {
    newest,
    push,
    /** The newest, to go on with; or a new one. */
    open: () => {
      const before = newest()
      const id = read().at(-1)?.id ?? crypto.randomUUID()
      return {
        before,
        write: (form: Forms[Kind]): void => {
          const all = read()
          const entry = { id, form }
          store(all.some((one) => one.id === id) ? all.map((one) => (one.id === id ? entry : one)) : [...all, entry])
        },
        drop: (): void => store(read().filter((one) => one.id !== id)),
      }
    },
  }
}
export type KeptForms<Kind extends FormKind> = ReturnType<typeof keptForms<Kind>>
