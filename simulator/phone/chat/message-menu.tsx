import { ChevronDown, Copy, Forward, Pencil, Reply, Trash2 } from 'lucide-solid'
import { createSignal, For, Show } from 'solid-js'
import type { MessageView } from '../../control/message-view'
import { usePage } from '../store'
import { cx } from '../ui/cx'
import { type Item, Menu } from './popover'
import { Sheet, SheetButton } from './sheet'

const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** Reply, react, copy, pass on; edit and delete one's own. */
export function MessageMenu(props: { message: MessageView }) {
  const page = usePage()
  const [isEditing, setEditing] = createSignal(false)
  const isOwn = () => props.message.from === 'customer'
  const text = () => {
    const { content } = props.message
    if (content.kind === 'text') return content.text
    if (content.kind === 'media') return content.caption
    return content.kind === 'card' ? content.card.body : ''
  }
  const isEditable = () =>
    isOwn() && (props.message.content.kind === 'text' || (props.message.content.kind === 'media' && text() !== ''))
  const own = () => props.message.reactions.find(({ from }) => from === 'customer')?.emoji

  const items = (): Item[] => [
    { label: 'Reply', icon: <Reply aria-hidden="true" />, run: () => page.setReplyTo(props.message.id) },
    ...(text()
      ? [
          {
            label: 'Copy',
            icon: <Copy aria-hidden="true" />,
            run: () => void navigator.clipboard?.writeText(text()).catch(() => undefined),
          },
          {
            label: 'Forward to the business',
            icon: <Forward aria-hidden="true" />,
            run: () => void page.act({ type: 'text', text: text(), forwarded: 'once' }),
          },
        ]
      : []),
    ...(isEditable() ? [{ label: 'Edit', icon: <Pencil aria-hidden="true" />, run: () => setEditing(true) }] : []),
    ...(isOwn()
      ? [
          {
            label: 'Delete for everyone',
            icon: <Trash2 aria-hidden="true" />,
            isBad: true,
            run: () => void page.act({ type: 'delete', messageId: props.message.id }),
          },
        ]
      : []),
  ]
  const react = (emoji: string) =>
    page.act(
      own() === emoji
        ? { type: 'unreact', messageId: props.message.id }
        : { type: 'reaction', messageId: props.message.id, emoji },
    )

  return (
    <span
      class={cx(
        'absolute end-0.5 top-0.5 z-1',
        // Fingers don't hover: there it stands beside the bubble, always to be seen.
        isOwn() ? 'pointer-coarse:start-[-34px] pointer-coarse:end-auto' : 'pointer-coarse:end-[-34px]',
      )}
    >
      <Menu
        label="More of this message"
        trigger={<ChevronDown aria-hidden="true" class="size-3.5!" />}
        triggerClass="grid size-6 place-items-center rounded-full bg-(--phone-in)/80 pointer-coarse:size-7 text-(--phone-meta) opacity-0 shadow-sm transition-opacity group-hover/message:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-60"
        items={items()}
        above={
          <div class="mb-1 flex justify-between border-line-soft border-b px-1 pb-1">
            <For each={EMOJIS}>
              {(emoji) => (
                <button
                  type="button"
                  role="menuitem"
                  tabindex={-1}
                  aria-label={own() === emoji ? `Take back ${emoji}` : `React with ${emoji}`}
                  onClick={(event) => {
                    event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
                    void react(emoji)
                  }}
                  class={cx(
                    'grid size-8 place-items-center rounded-full text-[18px] hover:bg-surface-3 max-sm:size-10',
                    own() === emoji && 'bg-brand-soft',
                  )}
                >
                  {emoji}
                </button>
              )}
            </For>
          </div>
        }
      />
      <Show when={isEditing()}>
        <EditSheet message={props.message} text={text()} onClose={() => setEditing(false)} />
      </Show>
    </span>
  )
}

function EditSheet(props: { message: MessageView; text: string; onClose: () => void }) {
  const page = usePage()
  const [text, setText] = createSignal(props.text)
  return (
    <Sheet title="Edit" onClose={props.onClose}>
      {(shut) => (
        <form
          class="flex flex-col gap-3"
          onSubmit={async (event) => {
            event.preventDefault()
            if (await page.act({ type: 'edit', messageId: props.message.id, text: text() })) shut()
          }}
        >
          <textarea
            autofocus
            dir="auto"
            rows="4"
            required
            aria-label="Message"
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
              event.preventDefault()
              event.currentTarget.form?.requestSubmit()
            }}
            class="w-full resize-none rounded-lg bg-(--phone-in) px-3 py-2 text-md max-sm:text-lg"
          />
          <SheetButton type="submit" disabled={text().trim() === ''}>
            Save
          </SheetButton>
        </form>
      )}
    </Sheet>
  )
}
