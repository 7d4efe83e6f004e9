import type { Message } from '@worker/modules/messages/messages.schemas'
import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import Phone from 'lucide-solid/icons/phone'
import Workflow from 'lucide-solid/icons/workflow'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatExactly } from '../../shared/times'
import { BubbleMeta } from './bubble'
import { Via } from './bubble-marks'

type FormAnswer = Extract<MessageContent, { type: 'flow_reply' }>

/** The fields of an answer, in words. What Meta adds for itself is left out. */
export function formFields(response: Record<string, unknown>): { name: string; value: string }[] {
  return Object.entries(response)
    .filter(([name, value]) => name !== 'flow_token' && value !== null && value !== '')
    .flatMap(([name, value]) =>
      // An address comes as an object of its own.
      typeof value === 'object' && !Array.isArray(value) && value !== null
        ? formFields(value as Record<string, unknown>)
        : [{ name: inWords(name), value: Array.isArray(value) ? value.join(', ') : String(value) }],
    )
}
const inWords = (name: string): string => {
  const words = name
    .replace(/^screen_\d+_/i, '')
    .replace(/[_-]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What was filled in, in a flow or an address form. */
export function FormAnswerContent(props: { message: Message; content: FormAnswer }) {
  return (
    <>
      <Via icon={<Workflow aria-hidden="true" />}>
        {t(props.content.name === 'address_message' ? 'thread.choice.addressAnswer' : 'thread.choice.formAnswer')}
      </Via>
      <Show
        when={props.content.response}
        fallback={
          <>
            <p class="italic opacity-80">{t('thread.choice.formUnread')}</p>
            <Show when={props.content.raw}>
              <pre class="max-h-40 overflow-auto whitespace-pre-wrap font-mono text-xs">{props.content.raw}</pre>
            </Show>
          </>
        }
      >
        {(response) => (
          <dl class="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-[13px]/[18px]">
            <For each={formFields(response())}>
              {(field) => (
                <>
                  <dt class="text-ink-3">{field.name}</dt>
                  <dd dir="auto">{field.value}</dd>
                </>
              )}
            </For>
          </dl>
        )}
      </Show>
      <BubbleMeta message={props.message} />
    </>
  )
}

/** Whether we may call, and until when. */
export function CallPermissionContent(props: {
  message: Message
  content: Extract<MessageContent, { type: 'call_permission_reply' }>
}) {
  const isAllowed = () => props.content.response === 'accept'
  const until = () => {
    if (!isAllowed()) return ''
    if (props.content.isPermanent) return t('thread.choice.always')
    const { expiresAt } = props.content
    return expiresAt === null
      ? ''
      : t('thread.choice.until', { time: formatExactly(new Date(expiresAt).toISOString()) })
  }
  return (
    <>
      <span class="inline-flex items-center gap-1.5">
        <Phone aria-hidden="true" class="size-3.5" />
        {t(isAllowed() ? 'thread.choice.maySay' : 'thread.choice.mayNot')} {until()}
      </span>
      <BubbleMeta message={props.message} />
    </>
  )
}
