import { Check, Plus, Search } from 'lucide-solid'
import { createSignal, For, Show } from 'solid-js'
import type { CustomerView } from '../../control/overview'
import { phoneOf } from '../format'
import { usePage } from '../store'
import { Avatar } from '../ui/avatar'
import { NewPerson } from './new-person'
import { Section } from './section'

const SEARCH_FROM = 8
const languages = new Intl.DisplayNames(['en'], { type: 'language' })

/** "Writes in French", or what is special about them at the moment. */
function lineOf({ language, isOnline, optedOutOfMarketing, identityMode, phone }: CustomerView): string {
  if (!isOnline) return 'Offline'
  if (optedOutOfMarketing) return 'Wants no marketing'
  if (identityMode === 'id-only') return 'Hides the phone number'
  const code = language.replace('_', '-')
  return code === 'en' ? phoneOf(phone) : `Writes in ${languages.of(code) ?? code}`
}

export function People() {
  const page = usePage()
  const [isAdding, setAdding] = createSignal(false)
  const people = () => page.overview()?.customers ?? []
  const total = () => page.overview()?.totalCustomers ?? 0

  return (
    <Section title="You are">
      <Show when={total() > SEARCH_FROM}>
        <label class="field-ring mb-1.5 flex h-8 items-center gap-2 rounded-sm bg-surface px-2.5 max-sm:h-11 dark:bg-surface-2">
          <Search aria-hidden="true" class="text-ink-3" />
          <input
            type="search"
            aria-label="Find a customer"
            placeholder={`Find one of ${total()}`}
            value={page.search()}
            onInput={(event) => page.searchFor(event.currentTarget.value)}
            class="min-w-0 flex-1 bg-transparent outline-none"
          />
        </label>
      </Show>
      <ul class="-mx-2 flex max-h-[268px] flex-col gap-px overflow-y-auto p-0.5">
        <For each={people()}>
          {(person) => (
            <li>
              <button
                type="button"
                aria-pressed={page.customer()?.id === person.id}
                onClick={() => page.choose(person.id)}
                class="flex w-full items-center gap-2.5 rounded-[9px] px-1.5 py-[7px] text-start hover:bg-surface-3 aria-pressed:bg-brand-soft"
              >
                <Avatar name={person.name} />
                <span class="min-w-0 flex-1">
                  <span dir="auto" class="block truncate font-medium">
                    {person.name}
                  </span>
                  <span class="block truncate text-xs text-ink-3">{lineOf(person)}</span>
                </span>
                <Show when={page.customer()?.id === person.id}>
                  <Check aria-hidden="true" class="size-3.5! text-brand-ink" />
                </Show>
              </button>
            </li>
          )}
        </For>
        <Show when={people().length === 0 && page.search()}>
          <li class="px-2 py-2 text-ink-3">Nobody by that name.</li>
        </Show>
      </ul>
      <button
        type="button"
        onClick={() => setAdding(true)}
        class="-mx-2 flex w-[calc(100%+16px)] items-center gap-2.5 rounded-[9px] px-2 py-[7px] text-start text-ink-2 hover:bg-surface-3"
      >
        <span class="grid size-7 place-items-center rounded-full border-[1.5px] border-line-control border-dashed">
          <Plus aria-hidden="true" class="size-3.5!" />
        </span>
        Somebody new
      </button>
      <Show when={isAdding()}>
        <NewPerson onClose={() => setAdding(false)} />
      </Show>
    </Section>
  )
}
