import { FileText, Upload } from 'lucide-solid'
import { createMemo, createSignal, Match, onCleanup, Show, Switch } from 'solid-js'
import { api } from '../api'
import { sizeOf } from '../format'
import { usePage } from '../store'
import { Sheet, SheetButton } from './sheet'

export type MediaChoice = { kind: 'image' | 'video' | 'document' | 'sticker'; file?: File }

const words = {
  image: { title: 'Send a photo', sample: 'the sample photo', accept: 'image/jpeg,image/png' },
  video: { title: 'Send a video', sample: 'the sample video', accept: 'video/mp4,video/3gpp' },
  document: { title: 'Send a document', sample: 'the sample receipt', accept: '' },
  sticker: { title: 'Send a sticker', sample: 'the sample sticker', accept: 'image/webp' },
}

/** A file of one's own, or the sample that comes with the simulator; with a caption. */
export function MediaSheet(props: { choice: MediaChoice; onClose: () => void }) {
  const page = usePage()
  const [file, setFile] = createSignal(props.choice.file)
  const [caption, setCaption] = createSignal('')
  const [isSending, setSending] = createSignal(false)
  const kind = () => props.choice.kind
  const preview = createMemo(() => {
    const chosen = file()
    if (!chosen) return null
    const url = URL.createObjectURL(chosen)
    onCleanup(() => URL.revokeObjectURL(url))
    return url
  })

  const send = async (shut: () => void) => {
    setSending(true)
    const chosen = file()
    const words = caption().trim()
    const withCaption = words && kind() !== 'sticker' ? { caption: words } : {}
    const isDone = await page.attempt(async () => {
      const to = page.number()?.id ?? ''
      const mediaId = chosen
        ? (await api.upload({ numberId: to, file: chosen, filename: chosen.name })).mediaId
        : undefined
      const who = page.customer()?.id ?? ''
      const filename = kind() === 'document' && chosen ? { filename: chosen.name } : {}
      const bytes = mediaId ? { mediaId } : {}
      await api.act(who, { numberId: to, type: kind(), ...bytes, ...filename, ...withCaption })
    })
    setSending(false)
    if (isDone) shut()
  }

  return (
    <Sheet title={words[kind()].title} onClose={props.onClose}>
      {(shut) => (
        <form
          class="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            void send(shut)
          }}
        >
          <label class="relative flex min-h-[130px] flex-col items-center justify-center gap-2 overflow-hidden rounded-lg border-[1.5px] border-(--phone-meta)/50 border-dashed bg-(--phone-in) p-2 text-center text-(--phone-meta) has-focus-visible:outline-2 has-focus-visible:outline-focus">
            <input
              type="file"
              class="sr-only"
              accept={words[kind()].accept}
              onChange={(event) => setFile(event.currentTarget.files?.[0])}
            />
            <Switch
              fallback={
                <>
                  <Upload aria-hidden="true" class="size-5!" />
                  <span>
                    <span class="font-medium text-(--phone-link)">Choose a file</span>, or send {words[kind()].sample}
                  </span>
                </>
              }
            >
              <Match when={kind() === 'image' && preview()}>
                {(url) => <img src={url()} alt="What you send" class="max-h-[220px] rounded-md" />}
              </Match>
              <Match when={file()}>
                {(chosen) => (
                  <>
                    <FileText aria-hidden="true" class="size-6!" />
                    <span dir="auto" class="break-all text-(--phone-ink)">
                      {chosen().name}
                    </span>
                    {sizeOf(chosen().size)}
                  </>
                )}
              </Match>
            </Switch>
          </label>
          <Show when={kind() !== 'sticker'}>
            <input
              dir="auto"
              aria-label="Caption"
              placeholder="Caption"
              maxlength={1024}
              value={caption()}
              onInput={(event) => setCaption(event.currentTarget.value)}
              class="h-10 rounded-lg bg-(--phone-in) px-3 max-sm:h-11 max-sm:text-lg"
            />
          </Show>
          <SheetButton type="submit" disabled={isSending()}>
            {isSending() ? 'Sending' : file() ? 'Send' : `Send ${words[kind()].sample}`}
          </SheetButton>
        </form>
      )}
    </Sheet>
  )
}
