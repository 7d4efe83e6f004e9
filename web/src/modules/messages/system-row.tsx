import '../../strings/register-thread-rare'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import Info from 'lucide-solid/icons/info'
import MessageCircle from 'lucide-solid/icons/message-circle'
import Phone from 'lucide-solid/icons/phone'
import PhoneMissed from 'lucide-solid/icons/phone-missed'
import type { JSX } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatLength } from '../../shared/times'
import { EventLine } from './event-line'
import { contactName, useThread } from './thread-context'

type Call = Extract<MessageContent, { type: 'call' }>

/** What WhatsApp tells about the person, and calls: centred lines. */
export function SystemRow(props: { message: Message }) {
  const thread = useThread()
  return (
    <div data-message={props.message.id} class="flex justify-center px-5 py-1">
      <EventLine
        icon={iconOf(props.message.content)}
        at={props.message.occurredAt}
        name={contactName(thread)}
        text={(name) => sentenceOf(props.message.content, name)}
      />
    </div>
  )
}

function iconOf(content: MessageContent): JSX.Element {
  if (content.type === 'call')
    return isMissed(content) ? (
      <PhoneMissed aria-hidden="true" class={content.direction === 'inbound' ? 'text-bad-ink' : ''} />
    ) : (
      <Phone aria-hidden="true" />
    )
  return content.type === 'system' ? <Info aria-hidden="true" /> : <MessageCircle aria-hidden="true" />
}

/** Meta's own sentence where there is one: it names the old and the new number. */
export function sentenceOf(content: MessageContent, name: string): string {
  if (content.type === 'call') return callSentence(content, name)
  if (content.type === 'system')
    return content.body || t('thread.system.other', { event: content.event.replaceAll('_', ' ') })
  return t('thread.system.welcome', { name })
}

const isMissed = ({ status, durationSeconds, event }: Call): boolean =>
  /fail|reject|miss|no_answer/i.test(status ?? '') || (/terminate/i.test(event) && durationSeconds === 0)

function callSentence(call: Call, name: string): string {
  const isInbound = call.direction === 'inbound'
  if (isMissed(call)) return t(isInbound ? 'thread.system.call.missed' : 'thread.system.call.unanswered', { name })
  if (call.durationSeconds === null || call.durationSeconds <= 0)
    return t(isInbound ? 'thread.system.call.incoming' : 'thread.system.call.outgoing', { name })
  const length = formatLength(call.durationSeconds)
  return t(isInbound ? 'thread.system.call.incomingLength' : 'thread.system.call.outgoingLength', { name, length })
}
