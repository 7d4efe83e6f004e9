import type { Message } from '@worker/modules/messages/messages.schemas'
import Ban from 'lucide-solid/icons/ban'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { Bubble, type BubbleLook, BubbleMeta } from './bubble'
import { BubbleMarks } from './bubble-marks'
import { ChoiceContent } from './choice-content'
import { MediaContent } from './media-content'
import { Quote } from './quote'
import { RichText } from './rich-text'
import { TemplateContent } from './template-content'

const place = () => <span class="block h-16 w-[220px] max-w-full" />
const AnswerContent = later(async () => (await import('./answer-content')).AnswerContent)
const RareContent = later(async () => (await import('./rare-content')).default, place)

export type Family = 'removed' | 'text' | 'media' | 'choice' | 'template' | 'answer' | 'rare'

const families: Partial<Record<Message['content']['type'], Family>> = {
  text: 'text',
  image: 'media',
  video: 'media',
  audio: 'media',
  document: 'media',
  sticker: 'media',
  buttons: 'choice',
  list: 'choice',
  cta_url: 'choice',
  flow: 'choice',
  location_request: 'choice',
  contact_request: 'choice',
  address_request: 'choice',
  call_permission_request: 'choice',
  voice_call: 'choice',
  product: 'choice',
  product_list: 'choice',
  catalog: 'choice',
  order_details: 'choice',
  order_status: 'choice',
  template: 'template',
  button_reply: 'answer',
}

/** Which part shows it. What has none of its own is `rare`, down to types that nobody has heard of. */
export const familyOf = ({ content, revokedAt }: Pick<Message, 'content' | 'revokedAt'>): Family =>
  revokedAt !== null ? 'removed' : (families[content.type] ?? 'rare')

function lookOf(message: Message): BubbleLook {
  if (message.revokedAt !== null) return 'text'
  switch (message.content.type) {
    case 'image':
    case 'video':
    case 'document':
    case 'location':
      return 'flush'
    case 'sticker':
      return message.media?.status === 'ready' ? 'bare' : 'flush'
    case 'audio':
      return message.media?.status === 'ready' ? 'text' : 'flush'
    default:
      return 'text'
  }
}

/** What a message says, in its bubble: one part a family of types. */
export function MessageContent(props: { message: Message; isLast: boolean }): JSX.Element {
  const family = () => familyOf(props.message)
  const look = () => lookOf(props.message)
  const isFlush = () => look() !== 'text'
  const hasMarks = () => props.message.context !== null || quoted() !== null
  const quoted = () => {
    const { content, replyTo, context } = props.message
    // Buttons and rows say themselves what they answer; a product is named above.
    if (content.type === 'button_reply' && content.kind !== 'template') return null
    return replyTo?.messageId === null && context?.referredProduct ? null : replyTo
  }
  return (
    <Bubble message={props.message} look={look()} isLast={props.isLast}>
      <Show when={hasMarks() && family() !== 'removed'}>
        <div class={isFlush() ? 'px-2 pt-1.5' : ''}>
          <BubbleMarks message={props.message} />
          <Show when={quoted()}>{(reply) => <Quote reply={reply()} />}</Show>
        </div>
      </Show>
      <Switch>
        <Match when={family() === 'removed'}>
          <Removed message={props.message} />
        </Match>
        <Match when={props.message.content.type === 'text' && props.message.content}>
          {(content) => (
            <>
              <RichText text={content().body} />
              <BubbleMeta message={props.message} />
            </>
          )}
        </Match>
        <Match when={family() === 'media'}>
          <MediaContent message={props.message} />
        </Match>
        <Match when={props.message.content.type === 'template' && props.message.content}>
          {(content) => <TemplateContent message={props.message} content={content()} />}
        </Match>
        <Match when={family() === 'choice'}>
          <ChoiceContent message={props.message} />
        </Match>
        <Match when={props.message.content.type === 'button_reply' && props.message.content}>
          {(content) => <AnswerContent message={props.message} content={content()} />}
        </Match>
        <Match when={true}>
          <RareContent message={props.message} />
        </Match>
      </Switch>
    </Bubble>
  )
}

function Removed(props: { message: Message }) {
  return (
    <>
      <span class="italic opacity-80">
        <Ban aria-hidden="true" class="me-1.5 inline size-3.5 align-[-2px]" />
        {t(props.message.direction === 'inbound' ? 'thread.deletedByCustomer' : 'thread.deleted')}
      </span>
      <BubbleMeta message={props.message} />
    </>
  )
}
