import { CheckCheck } from 'lucide-solid'
import { Show } from 'solid-js'
import type { MessageView } from '../../control/message-view'
import { timeOf } from '../format'
import { usePage } from '../store'
import { cx } from '../ui/cx'

export function Time(props: { message: MessageView }) {
  return (
    <span class="pb-time" dir="ltr">
      <Show when={props.message.isEdited}>edited </Show>
      <time>{timeOf(props.message.at)}</time>
      <Show when={props.message.from === 'customer' && !props.message.isDeleted}>
        <CheckCheck
          role="img"
          aria-hidden="false"
          aria-label={props.message.isRead ? 'Read' : 'Delivered'}
          class={cx('size-3!', props.message.isRead ? 'text-(--phone-link)' : 'opacity-60')}
        />
      </Show>
    </span>
  )
}

export function QuoteBlock(props: { message: MessageView }) {
  const page = usePage()
  const show = (id: string) => {
    const target = document.getElementById(`m-${id}`)
    target?.scrollIntoView({ block: 'center' })
    if (target) target.dataset.flash = ''
    setTimeout(() => target?.removeAttribute('data-flash'), 1000)
  }
  return (
    <Show when={props.message.quote}>
      {(quote) => (
        <button
          type="button"
          onClick={() => show(quote().id)}
          class={cx(
            'mb-1 block w-full rounded-[7px] border-(--phone-link) border-s-[3px] px-2 py-1 text-start text-[12px]/4',
            props.message.from === 'customer' ? 'bg-(--phone-in)/55' : 'bg-(--phone-ink)/4',
          )}
        >
          <b class="block truncate text-(--phone-link)">
            {quote().from === 'customer' ? 'You' : page.number()?.verifiedName}
          </b>
          <span dir="auto" class="line-clamp-2">
            {quote().text}
          </span>
        </button>
      )}
    </Show>
  )
}
