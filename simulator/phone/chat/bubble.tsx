import { Check, Forward } from 'lucide-solid'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { MessageView } from '../../control/message-view'
import { timeOf } from '../format'
import { usePage } from '../store'
import { cx } from '../ui/cx'
import { CardBubble } from './card'
import { ContactsPart, LocationPart, OrderPart } from './content'
import { MediaPart } from './media'
import { MessageMenu } from './message-menu'
import { QuoteBlock, Time } from './message-parts'
import { FormattedText } from './text'

/** On its way to an offline phone, or never to arrive: only the simulator knows of it. */
const hasArrived = ({ from, status }: MessageView) =>
  from === 'customer' || status === 'delivered' || status === 'read' || status === 'played'

export function Bubble(props: { message: MessageView }) {
  const page = usePage()
  const isOwn = () => props.message.from === 'customer'
  const author = () => (isOwn() ? (page.customer()?.name ?? '') : (page.number()?.verifiedName ?? ''))
  const label = () =>
    `${author()}, ${timeOf(props.message.at)}${isOwn() ? (props.message.isRead ? ', read' : ', delivered') : ''}`
  return (
    <Show when={hasArrived(props.message)} fallback={<Ghost message={props.message} />}>
      <article
        id={`m-${props.message.id}`}
        aria-label={label()}
        class={cx(
          'group/message relative flex w-full flex-col gap-[3px] scroll-mt-4 data-flash:animate-[blink_.5s_2]',
          isOwn() ? 'items-end' : 'items-start',
          props.message.reactions.length > 0 && 'mb-3',
        )}
      >
        <Switch fallback={<Plain message={props.message} />}>
          <Match when={props.message.isDeleted}>
            <div class={cx('pb', isOwn() && 'pb-me')}>
              <i class="text-(--phone-meta)">{isOwn() ? 'You deleted this message' : 'This message was deleted'}</i>
              <Time message={props.message} />
            </div>
          </Match>
          <Match when={props.message.content.kind === 'card' && props.message.content}>
            {(content) => <CardBubble message={props.message} card={content().card} />}
          </Match>
        </Switch>
        <Show when={!props.message.isDeleted}>
          <Reactions message={props.message} />
        </Show>
      </article>
    </Show>
  )
}

function Plain(props: { message: MessageView }) {
  const content = createMemo(() => props.message.content)
  const isMedia = () => content().kind === 'media' || content().kind === 'location'
  const isSticker = () => {
    const it = content()
    return it.kind === 'media' && it.media === 'sticker'
  }
  return (
    <div
      class={cx(
        'pb',
        props.message.from === 'customer' && 'pb-me',
        isMedia() && !isSticker() && 'pb-media w-[238px]',
        isSticker() && 'pb-bare',
      )}
    >
      <Show when={props.message.forwarded}>
        <p class="flex items-center gap-1 px-1 pb-0.5 text-[11px] italic text-(--phone-meta)">
          <Forward aria-hidden="true" class="size-3!" />
          {props.message.forwarded === 'often' ? 'Forwarded many times' : 'Forwarded'}
        </p>
      </Show>
      <QuoteBlock message={props.message} />
      <Inner message={props.message} />
      <MessageMenu message={props.message} />
    </div>
  )
}

function Inner(props: { message: MessageView }) {
  const content = createMemo(() => props.message.content)
  const of = <Kind extends MessageView['content']['kind']>(kind: Kind) => {
    const it = content()
    return it.kind === kind ? (it as Extract<MessageView['content'], { kind: Kind }>) : undefined
  }
  return (
    <Switch>
      <Match when={of('text')}>
        {(it) => (
          <>
            <FormattedText text={it().text} />
            <Time message={props.message} />
          </>
        )}
      </Match>
      <Match when={of('media')}>{(it) => <MediaPart message={props.message} content={it()} />}</Match>
      <Match when={of('location')}>{(it) => <LocationPart message={props.message} content={it()} />}</Match>
      <Match when={of('contacts')}>{(it) => <ContactsPart message={props.message} content={it()} />}</Match>
      <Match when={of('order')}>{(it) => <OrderPart message={props.message} content={it()} />}</Match>
      <Match when={of('answer')}>
        {(it) => (
          <>
            <span dir="auto" class="whitespace-pre-line">
              {it().text}
            </span>
            <Show when={it().detail && it().of === 'list'}>
              <span dir="auto" class="block text-[11.5px] text-(--phone-meta)">
                {it().detail}
              </span>
            </Show>
            <Time message={props.message} />
          </>
        )}
      </Match>
      <Match when={of('unsupported')}>
        {(it) => (
          <>
            <i class="text-(--phone-meta)">A message of the type “{it().type}”</i>
            <Time message={props.message} />
          </>
        )}
      </Match>
    </Switch>
  )
}

function Reactions(props: { message: MessageView }) {
  const page = usePage()
  const name = (from: 'customer' | 'business') => (from === 'customer' ? 'you' : page.number()?.verifiedName)
  return (
    <Show when={props.message.reactions.length > 0}>
      <ul
        class={cx(
          'absolute -bottom-3.5 z-1 flex rounded-full bg-(--phone-in) px-1.5 py-px text-[13px]/[18px] shadow-sm',
          props.message.from === 'customer' ? 'end-2' : 'start-2',
        )}
      >
        <For each={props.message.reactions}>
          {(reaction) => (
            <li>
              <span
                role="img"
                aria-label={`${reaction.emoji} by ${name(reaction.from)}`}
                title={`by ${name(reaction.from)}`}
              >
                {reaction.emoji}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

function Ghost(props: { message: MessageView }) {
  const text = () => {
    const { error, status } = props.message
    if (status === 'failed')
      return `Never arrived: ${error?.details ?? error?.title ?? 'it failed'} (${error?.code ?? '?'})`
    return status === 'accepted' ? 'On its way' : 'Waits until you’re online'
  }
  const preview = () => {
    const { content } = props.message
    if (content.kind === 'text') return content.text
    if (content.kind === 'card') return content.card.body
    return content.kind === 'media' ? content.caption || content.media : ''
  }
  return (
    <article aria-label={text()} class="flex w-full flex-col items-start">
      <div class="pb pb-ghost">
        <span dir="auto" class="line-clamp-2 text-(--phone-meta)">
          {preview()}
        </span>
        <span class="mt-0.5 flex items-start gap-1 text-[11.5px]/4 text-buoy-ink">
          <Show when={props.message.status !== 'failed'}>
            <Check aria-hidden="true" class="mt-0.5 size-3!" />
          </Show>
          {text()}
        </span>
      </div>
    </article>
  )
}
