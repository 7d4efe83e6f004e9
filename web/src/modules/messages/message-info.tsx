import '../../strings/register-thread-rare'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { For, type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatExactly } from '../../shared/times'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { copyText } from './copy-text'
import { contactName, useThread } from './thread-context'

const seconds = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
type Fact = { name: string; value: string; isMuted?: boolean }

/** When a message was written, sent, delivered, read. To the second: this is where one looks into what happened. */
export default function MessageInfo(props: {
  message: Message
  open: boolean
  onOpenChange: (open: boolean) => void
}): JSX.Element {
  const thread = useThread()
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => props.onOpenChange(open)}
      title={t('thread.info.title')}
      size="md"
    >
      <dl class="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        <For each={factsOf(props.message, contactName(thread))}>
          {(fact) => (
            <>
              <dt class="text-ink-3">{fact.name}</dt>
              <dd class={fact.isMuted ? 'text-ink-3' : 'tabular-nums'} dir="auto">
                {fact.value}
              </dd>
            </>
          )}
        </For>
      </dl>
      <Show when={props.message.error?.details}>
        {(details) => (
          <p class="mt-3 rounded-sm bg-bad-soft px-3 py-2 text-bad-ink text-xs">
            {details()} · {props.message.error?.code}
          </p>
        )}
      </Show>
      <p class="mt-3 flex items-center gap-2 border-line-soft border-t pt-3 text-ink-3 text-xs">
        <span class="min-w-0 flex-1 truncate font-mono">{props.message.wamid ?? props.message.id}</span>
        <Button
          size="sm"
          aria-label={`${t('thread.info.copyId')}: ${t('thread.info.id')}`}
          onClick={() => void copyText(props.message.wamid ?? props.message.id, t('thread.info.copied'))}
        >
          {t('thread.info.copyId')}
        </Button>
      </p>
    </Dialog>
  )
}

/** Only what there is, and for our own what is still to come. */
export function factsOf(message: Message, customer: string): Fact[] {
  const time = (name: string, at: string | null): Fact[] =>
    at === null ? [] : [{ name, value: seconds.format(new Date(at)) }]
  const isOurs = message.direction === 'outbound'
  const isOn = isOurs && message.status !== 'failed' && message.status !== 'scheduled'
  const orWaiting = (name: string, at: string | null): Fact[] =>
    at === null && isOn ? [{ name, value: t('thread.info.notYet'), isMuted: true }] : time(name, at)
  const author = message.direction === 'inbound' ? customer : (message.author?.name ?? t('thread.us'))
  const category = categoryOf(message)
  return [
    { name: t('thread.info.by'), value: author },
    ...time(t('thread.info.written'), isOurs ? message.createdAt : message.occurredAt),
    ...(message.scheduledFor === null
      ? []
      : [{ name: t('thread.info.scheduled'), value: formatExactly(message.scheduledFor) }]),
    ...orWaiting(t('thread.info.sent'), message.sentAt),
    ...orWaiting(t('thread.info.delivered'), message.deliveredAt),
    ...orWaiting(t('thread.info.read'), message.readAt),
    ...time(t('thread.info.played'), message.playedAt),
    ...time(t('thread.info.failed'), message.failedAt),
    ...time(t('thread.info.edited'), message.editedAt),
    ...time(t('thread.info.deleted'), message.revokedAt),
    ...(category === undefined ? [] : [{ name: t('thread.info.category'), value: category }]),
  ]
}

function categoryOf({ pricing }: Message): string | undefined {
  const category = pricing?.category
  if (typeof category !== 'string') return undefined
  const known = ['service', 'marketing', 'utility', 'authentication', 'referral_conversion'] as const
  const found = known.find((one) => one === category)
  const word = found ? t(`thread.info.categories.${found}`) : category
  return pricing?.billable === false ? t('thread.info.free', { category: word }) : word
}
