import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import type { CredentialsCheck } from './credentials-check'

/** What the token and the account give access to: one press instead of copying an id. */
export function FoundChoices(props: { check: CredentialsCheck; field: 'wabaId' | 'metaPhoneNumberId' }) {
  const isOpen = () => props.check.values()[props.field].trim() === ''
  const choices = (): { id: string; label: string }[] => {
    const found = props.check.found()
    if (!found || !isOpen()) return []
    if (props.field === 'wabaId')
      return found.businessAccounts.map(({ wabaId, name }) => ({ id: wabaId, label: name ?? wabaId }))
    return found.phoneNumbers.map((number) => ({
      id: number.metaPhoneNumberId,
      label: `${number.displayPhoneNumber} · ${number.verifiedName}`,
    }))
  }
  return (
    <Show when={choices().length > 0}>
      <div class="flex flex-wrap items-center gap-1.5 text-xs">
        <span class="text-ink-3">{t(`numbers.connecting.credentials.choose.${props.field}`)}</span>
        <For each={choices()}>
          {({ id, label }) => (
            <button
              type="button"
              class="min-h-6 max-w-full truncate rounded-full bg-brand-soft px-2.5 font-medium text-brand-ink hover:bg-brand-soft-2 max-sm:min-h-11 max-sm:px-4"
              onClick={() => {
                props.check.change(props.field, id)
                props.check.settle(props.field)
              }}
            >
              {label}
            </button>
          )}
        </For>
      </div>
    </Show>
  )
}
