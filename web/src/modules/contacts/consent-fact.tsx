import type { Contact } from '@worker/modules/contacts/contacts.schemas'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import X from 'lucide-solid/icons/x'
import { createSignal, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { currentMinute } from '../../shared/minute'
import { formatAge, formatExactly } from '../../shared/times'
import { Badge } from '../../ui/badge'
import { Menu, type MenuItem } from '../../ui/menu'
import type { ContactChanges } from './contact-changes'
import { Fact } from './fact'

const ConsentDialog = lazyPart(() => import('./consent-dialog'))
const sources = ['whatsapp', 'keyword', 'api', 'import', 'agent'] as const
type Wish = 'granted' | 'revoked'

/** Whether marketing may be sent to them, since when and by whose word. */
export function ConsentFact(props: { contact: Contact; changes: ContactChanges; mayChange: boolean }) {
  const [asking, setAsking] = createSignal<Wish>()
  const state = () => props.contact.consent
  const proof = () => {
    const last = props.contact.lastConsent
    if (!last) return undefined
    const source = sources.find((one) => one === last.source)
    const who =
      source === 'agent' && last.actor?.name ? last.actor.name : source ? t(`details.consent.sources.${source}`) : ''
    return [t('details.consent.by', { who, time: formatExactly(last.occurredAt) }), last.wording]
      .filter(Boolean)
      .join('\n')
  }
  const when = () => {
    const last = props.contact.lastConsent
    return last && state() !== 'unknown' ? formatAge(last.occurredAt, currentMinute()) : undefined
  }
  const badge = () => (
    <Badge
      tone={state() === 'granted' ? 'ok' : state() === 'revoked' ? 'bad' : 'neutral'}
      icon={
        <Show when={state() !== 'unknown'}>
          <Show when={state() === 'granted'} fallback={<X aria-hidden="true" />}>
            <Check aria-hidden="true" />
          </Show>
        </Show>
      }
    >
      {t(`details.consent.states.${state()}`)}
    </Badge>
  )
  const items = (): MenuItem[] => [
    { label: t('details.consent.grant'), checked: state() === 'granted', onSelect: () => setAsking('granted') },
    { label: t('details.consent.revoke'), checked: state() === 'revoked', onSelect: () => setAsking('revoked') },
  ]
  return (
    <Fact name={t('details.facts.marketing')}>
      <Show when={props.mayChange} fallback={<span title={proof()}>{badge()}</span>}>
        <span title={proof()} class="flex">
          <Menu
            label={`${t('details.consent.change')}: ${t(`details.consent.states.${state()}`)}`}
            tip={false}
            items={items()}
            placement="bottom-start"
            triggerClass="-ms-0.5 inline-flex items-center gap-1 rounded-sm px-0.5 py-0.5 hover:bg-surface-3 max-sm:min-h-11"
            trigger={
              <>
                {badge()}
                <ChevronDown aria-hidden="true" class="size-3 text-ink-3" />
              </>
            }
          />
        </span>
      </Show>
      <Show when={when()}>{(age) => <span class="ms-auto flex-none text-ink-3 text-xs">{age()}</span>}</Show>
      <Show when={asking()} keyed>
        {(wish) => (
          <Suspense>
            <ConsentDialog
              contactId={props.contact.id}
              name={props.contact.displayName}
              state={wish}
              onClose={() => setAsking(undefined)}
              onSave={(wording, onProblem) => props.changes.setConsent(wish, wording, onProblem)}
            />
          </Suspense>
        )}
      </Show>
    </Fact>
  )
}
