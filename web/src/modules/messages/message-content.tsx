import type { Message } from '@worker/modules/messages/messages.schemas'
import Ban from 'lucide-solid/icons/ban'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { Bubble, BubbleMeta } from './bubble'
import { CardContent } from './card-content'
import { ChoiceContent } from './choice-content'
import { MediaContent } from './media-content'
import { Quote } from './quote'
import { RichText } from './rich-text'
import { TemplateContent } from './template-content'

export type MessageContentProps = {
  message: Message
  contactName: string
  isFirst: boolean
  isLast: boolean
  quoted: Message | undefined
  pickedId: string | undefined
  onQuote: (messageId: string) => void
}

const mediaTypes = ['image', 'video', 'audio', 'document', 'sticker'] as const
const choiceTypes = [
  'buttons',
  'list',
  'cta_url',
  'flow',
  'location_request',
  'contact_request',
  'address_request',
  'call_permission_request',
  'voice_call',
  'product',
  'product_list',
  'catalog',
  'carousel',
  'button_reply',
  'flow_reply',
  'call_permission_reply',
] as const
const isOneOf = (types: readonly string[], type: string) => types.includes(type)

/** What a message says, in its bubble: one part a family of types. */
export function MessageContent(props: MessageContentProps): JSX.Element {
  const type = () => props.message.content.type
  const quote = () => (
    <Show when={props.message.replyTo}>
      {(reply) => (
        <Quote
          quoted={props.quoted}
          contactName={props.contactName}
          onOpen={() => {
            const id = reply().messageId
            if (id) props.onQuote(id)
          }}
        />
      )}
    </Show>
  )
  const bubble = (children: JSX.Element, flush = false) => (
    <Bubble message={props.message} flush={flush} isFirst={props.isFirst} isLast={props.isLast}>
      {quote()}
      {children}
    </Bubble>
  )
  return (
    <Switch fallback={bubble(<CardContent message={props.message} />)}>
      <Match when={props.message.revokedAt}>
        {bubble(
          <span class="italic opacity-80">
            <Ban aria-hidden="true" class="me-1.5 inline size-3.5 align-[-2px]" />
            {t(props.message.direction === 'inbound' ? 'thread.deletedByCustomer' : 'thread.deleted')}
            <BubbleMeta message={props.message} />
          </span>,
        )}
      </Match>
      <Match when={props.message.content.type === 'text' && props.message.content}>
        {(content) =>
          bubble(
            <>
              <RichText text={content().body} />
              <BubbleMeta message={props.message} />
            </>,
          )
        }
      </Match>
      <Match when={isOneOf(mediaTypes, type())}>
        {bubble(<MediaContent message={props.message} />, type() !== 'audio')}
      </Match>
      <Match when={props.message.content.type === 'template' && props.message.content}>
        {(content) => bubble(<TemplateContent message={props.message} content={content()} pickedId={props.pickedId} />)}
      </Match>
      <Match when={isOneOf(choiceTypes, type())}>
        {bubble(<ChoiceContent message={props.message} pickedId={props.pickedId} />)}
      </Match>
    </Switch>
  )
}
