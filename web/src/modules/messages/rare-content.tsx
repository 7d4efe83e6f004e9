import type { Message } from '@worker/modules/messages/messages.schemas'
import { type JSX, Match, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { BubbleMeta } from './bubble'
import { CarouselContent } from './carousel-content'
import { ContactsContent } from './contacts-content'
import { CallPermissionContent, FormAnswerContent } from './form-answer-content'
import { LocationContent } from './location-content'
import { OrderContent } from './order-content'
import { RichText } from './rich-text'
import { UnsupportedContent } from './unsupported-content'

type Content = Message['content']
const of = <T extends Content['type']>(message: Message, type: T) => {
  const { content } = message
  return content.type === type && (content as Extract<Content, { type: T }>)
}

/** What is seldom said. Loaded when one of them is on the screen. */
export default function RareContent(props: { message: Message }): JSX.Element {
  return (
    <Switch
      fallback={
        <>
          <RichText text={props.message.text ?? props.message.type} />
          <BubbleMeta message={props.message} />
        </>
      }
    >
      <Match when={of(props.message, 'location')}>
        {(content) => <LocationContent message={props.message} content={content()} />}
      </Match>
      <Match when={of(props.message, 'contacts')}>
        {(content) => <ContactsContent message={props.message} content={content()} />}
      </Match>
      <Match when={of(props.message, 'order')}>
        {(content) => <OrderContent message={props.message} content={content()} />}
      </Match>
      <Match when={of(props.message, 'carousel')}>
        {(content) => <CarouselContent message={props.message} content={content()} />}
      </Match>
      <Match when={of(props.message, 'flow_reply')}>
        {(content) => <FormAnswerContent message={props.message} content={content()} />}
      </Match>
      <Match when={of(props.message, 'call_permission_reply')}>
        {(content) => <CallPermissionContent message={props.message} content={content()} />}
      </Match>
      <Match when={of(props.message, 'media_placeholder')}>
        <span class="italic opacity-80">{t('thread.media.placeholder')}</span>
        <BubbleMeta message={props.message} />
      </Match>
      <Match when={of(props.message, 'unsupported')}>
        {(content) => <UnsupportedContent message={props.message} content={content()} />}
      </Match>
    </Switch>
  )
}
