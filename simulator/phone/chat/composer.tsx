import { Mic, SendHorizontal, Smile, X } from 'lucide-solid'
import { createEffect, createSignal, on, Show } from 'solid-js'
import type { Content } from '../../control/message-view'
import { usePage } from '../store'
import { IconButton } from '../ui/button'
import { AttachMenu } from './attach-menu'
import { EmojiPicker } from './emoji-picker'
import { type MediaChoice, MediaSheet } from './media-sheet'
import { RoundButton } from './round-button'
import { VoiceBar } from './voice-bar'

/** What isn't sent yet stays with its chat. */
const drafts = new Map<string, string>()

export function Composer() {
  const page = usePage()
  const key = () => `${page.customer()?.id}:${page.number()?.id}`
  const [text, setText] = createSignal(drafts.get(key()) ?? '')
  const [isRecording, setRecording] = createSignal(false)
  const [media, setMedia] = createSignal<MediaChoice | null>(null)
  let field: HTMLTextAreaElement | undefined
  const isOffline = () => page.customer()?.isOnline === false
  const quoted = () => page.thread()?.messages.find(({ id }) => id === page.replyTo())

  createEffect(on(key, (now) => setText(drafts.get(now) ?? ''), { defer: true }))
  createEffect(() => {
    drafts.set(key(), text())
    if (!field) return
    field.style.height = 'auto'
    // Hidden in another tab it has no height to measure.
    if (field.scrollHeight > 0) field.style.height = `${Math.min(field.scrollHeight, 112)}px`
  })
  createEffect(() => page.replyTo() && field?.focus())

  const send = async () => {
    const written = text().trim()
    if (written === '') return
    const replyTo = page.replyTo()
    // The box is free for the next line at once; what was refused comes back.
    setText('')
    page.setReplyTo(null)
    const isDone = await page.act({ type: 'text', text: written, ...(replyTo && { replyTo }) })
    if (!isDone && text() === '') setText(written)
    field?.focus()
  }
  const insert = (emoji: string) => {
    const at = field?.selectionStart ?? text().length
    setText((now) => now.slice(0, at) + emoji + now.slice(field?.selectionEnd ?? at))
    field?.focus()
    field?.setSelectionRange(at + emoji.length, at + emoji.length)
  }
  const takeFile = (file: File | undefined) => {
    if (file) setMedia({ kind: kindOf(file), file })
  }

  return (
    <Show when={!isRecording()} fallback={<VoiceBar onEnd={() => setRecording(false)} />}>
      <Show when={quoted()}>
        {(message) => (
          <div class="flex flex-none items-center gap-2 bg-(--phone-bar) px-2.5 pt-2">
            <p class="min-w-0 flex-1 rounded-[7px] border-(--phone-link) border-s-[3px] bg-(--phone-ink)/3 px-2 py-1 text-[12px]/4">
              <b class="block text-(--phone-link)">
                {message().from === 'customer' ? 'You' : page.number()?.verifiedName}
              </b>
              <span dir="auto" class="line-clamp-1">
                {lineOf(message().content)}
              </span>
            </p>
            <IconButton
              label="Answer nothing"
              class="text-(--phone-meta)"
              icon={<X aria-hidden="true" />}
              onClick={() => page.setReplyTo(null)}
            />
          </div>
        )}
      </Show>
      <form
        class="flex flex-none items-end gap-1 bg-(--phone-bar) px-1.5 pt-2 pb-4 max-sm:pb-2"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          takeFile(event.dataTransfer?.files[0])
        }}
      >
        <AttachMenu onMedia={setMedia} onVoice={() => setRecording(true)} isDisabled={isOffline()} />
        <div class="flex min-w-0 flex-1 items-end rounded-[19px] bg-(--phone-in) ps-3.5 pe-0.5 has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-focus">
          <textarea
            ref={(node) => {
              field = node
            }}
            dir="auto"
            rows="1"
            aria-label={`Message as ${page.customer()?.name ?? 'the customer'}`}
            placeholder={isOffline() ? 'Offline' : 'Message'}
            disabled={isOffline()}
            value={text()}
            onInput={(event) => setText(event.currentTarget.value)}
            onPaste={(event) => {
              const file = event.clipboardData?.files[0]
              if (!file) return
              event.preventDefault()
              takeFile(file)
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
              event.preventDefault()
              void send()
            }}
            class="max-h-28 min-w-0 flex-1 resize-none bg-transparent py-[9px] text-[13.5px]/5 outline-none placeholder:text-(--phone-meta) max-sm:text-lg/5"
          />
          <EmojiPicker
            trigger={<Smile aria-hidden="true" class="size-[18px]!" />}
            triggerClass="grid size-[38px] flex-none place-items-center rounded-full text-(--phone-meta)"
            onPick={insert}
          />
        </div>
        <Show
          when={text().trim() !== ''}
          fallback={
            <RoundButton label="Record a voice message" isDisabled={isOffline()} onClick={() => setRecording(true)}>
              <Mic aria-hidden="true" class="size-[18px]!" />
            </RoundButton>
          }
        >
          <RoundButton label={`Send as ${page.customer()?.name ?? 'the customer'}`} isSubmit isDisabled={isOffline()}>
            <SendHorizontal aria-hidden="true" class="size-[18px]! rtl:-scale-x-100" />
          </RoundButton>
        </Show>
      </form>
      <Show when={media()}>{(choice) => <MediaSheet choice={choice()} onClose={() => setMedia(null)} />}</Show>
    </Show>
  )
}

const kindOf = ({ type }: File): MediaChoice['kind'] =>
  /^image\/(jpeg|png)/.test(type)
    ? 'image'
    : /^video\//.test(type)
      ? 'video'
      : type === 'image/webp'
        ? 'sticker'
        : 'document'

function lineOf(content: Content): string {
  if (content.kind === 'text' || content.kind === 'answer') return content.text
  if (content.kind === 'media') return content.caption || content.media
  return content.kind === 'card' ? content.card.body : content.kind
}
