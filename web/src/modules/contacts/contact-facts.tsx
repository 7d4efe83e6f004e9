import type { Contact } from '@worker/modules/contacts/contacts.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createSignal, For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Avatar } from '../../ui/avatar'
import { Button } from '../../ui/button'
import { useCurrentMember } from '../auth/current-member'
import { safeUrl } from '../messages/safe-url'
import { ConsentFact } from './consent-fact'
import type { ContactChanges } from './contact-changes'
import { Fact } from './fact'
import { languageName } from './languages'

const SHOWN_FIELDS = 6

/** What is known of a person, line by line. */
export function ContactFacts(props: {
  contact: Contact
  /** Who looks after them, or after the conversation that is shown beside. */
  ownerId: string | null
  members: readonly Member[]
  changes: ContactChanges
  mayChange: boolean
}) {
  const member = useCurrentMember()
  const [isLong, setLong] = createSignal(false)
  const userId = () => props.contact.identities.findLast(({ kind }) => kind === 'bsuid')?.value
  const addresses = () => Object.entries(props.contact.fields).filter(([, value]) => isEmail(String(value)))
  const fields = () => Object.entries(props.contact.fields).filter(([, value]) => !isEmail(String(value)))
  const shown = () => (isLong() ? fields() : fields().slice(0, SHOWN_FIELDS))
  const owner = () => props.members.find((one) => one.userId === props.ownerId)
  const isMine = () => props.ownerId === member.me().user.id

  return (
    <section aria-label={t('details.facts.label')} class="border-line-soft border-b px-4 py-3">
      <dl class="flex flex-col gap-px">
        <Show when={props.contact.phone}>
          {(phone) => (
            <Fact name={t('details.facts.phone')} copy={phone()}>
              <a href={`tel:${phone()}`} class="truncate tabular-nums hover:text-brand-ink" dir="ltr">
                {props.contact.displayPhone ?? phone()}
              </a>
            </Fact>
          )}
        </Show>
        <Show when={props.contact.email}>
          {(email) => (
            <Fact name={t('details.facts.email')} copy={email()}>
              <FieldValue value={email()} />
            </Fact>
          )}
        </Show>
        <For each={addresses()}>
          {([name, value]) => (
            <Fact name={name} copy={String(value)}>
              <FieldValue value={value} />
            </Fact>
          )}
        </For>
        <Show when={props.contact.username}>
          {(username) => (
            <Fact name={t('details.facts.username')} copy={username()}>
              <span class="truncate" dir="ltr">
                @{username().replace(/^@/, '')}
              </span>
            </Fact>
          )}
        </Show>
        <Show when={userId()}>
          {(id) => (
            <Fact name={t('details.facts.userId')} copy={id()}>
              <span class="truncate font-mono text-xs" dir="ltr" title={id()}>
                {id()}
              </span>
            </Fact>
          )}
        </Show>
        <Show when={props.contact.language}>
          {(language) => (
            <Fact name={t('details.facts.language')}>
              <span class="truncate">{languageName(language())}</span>
            </Fact>
          )}
        </Show>
        <ConsentFact contact={props.contact} changes={props.changes} mayChange={props.mayChange} />
        <Fact name={t('details.facts.owner')}>
          <Show when={owner()} fallback={<span class="text-ink-3">{t('details.facts.nobody')}</span>}>
            {(person) => (
              <span class="flex min-w-0 items-center gap-1.5">
                <Avatar name={person().name} size={16} />
                <span class="truncate" dir="auto">
                  {isMine() ? t('details.facts.you') : person().name}
                </span>
              </span>
            )}
          </Show>
        </Fact>
        <For each={shown()}>
          {([name, value]) => (
            <Fact name={name}>
              <FieldValue value={value} />
            </Fact>
          )}
        </For>
      </dl>
      <Show when={fields().length > SHOWN_FIELDS}>
        <Button size="sm" variant="ghost" class="-ms-2 mt-1" onClick={() => setLong((long) => !long)}>
          {isLong() ? t('details.facts.less') : t('details.facts.more', fields().length - SHOWN_FIELDS)}
        </Button>
      </Show>
    </section>
  )
}

const isEmail = (text: string): boolean => /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text.trim())

/** Whatever somebody has written there: text, and a link only where it is an address and nothing else. */
function FieldValue(props: { value: string | number | boolean }) {
  const text = () =>
    typeof props.value === 'boolean' ? t(props.value ? 'details.facts.yes' : 'details.facts.no') : String(props.value)
  const href = () => {
    const value = text().trim()
    if (isEmail(value)) return `mailto:${encodeURIComponent(value).replace('%40', '@')}`
    return /^https?:\/\/\S+$/i.test(value) ? safeUrl(value) : null
  }
  return (
    <Show
      when={href()}
      fallback={
        <span class="line-clamp-3 py-1 [overflow-wrap:anywhere]" dir="auto" title={text()}>
          {text()}
        </span>
      }
    >
      {(address) => (
        <a
          href={address()}
          target="_blank"
          rel="noopener noreferrer"
          class="truncate hover:text-brand-ink hover:underline"
          dir="auto"
          title={text()}
        >
          {text()}
        </a>
      )}
    </Show>
  )
}
