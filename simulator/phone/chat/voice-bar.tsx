import { SendHorizontal, Trash2 } from 'lucide-solid'
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { api } from '../api'
import { playTime } from '../format'
import { usePage } from '../store'
import { IconButton } from '../ui/button'
import { createRecorder, type Recorder } from '../voice/recorder'
import { RoundButton } from './round-button'

/** In place of the composer while a voice message is recorded. Without a microphone there is a sample to send. */
export function VoiceBar(props: { onEnd: () => void }) {
  const page = usePage()
  const [recorder, setRecorder] = createSignal<Recorder | null>(null)
  const [isWithout, setWithout] = createSignal(false)
  const [seconds, setSeconds] = createSignal(0)
  let isGone = false

  onMount(async () => {
    try {
      const started = await createRecorder()
      if (isGone) started.cancel()
      else setRecorder(started)
    } catch {
      setWithout(true)
    }
  })
  const timer = setInterval(() => recorder() && setSeconds((now) => now + 1), 1000)
  onCleanup(() => {
    isGone = true
    clearInterval(timer)
    recorder()?.cancel()
  })

  const send = async () => {
    const own = recorder()
    const isDone = await page.attempt(async () => {
      const [who, to] = [page.customer()?.id ?? '', page.number()?.id ?? '']
      if (!own) return api.act(who, { numberId: to, type: 'voice' })
      const file = await own.stop()
      const { mediaId } = await api.upload({ numberId: to, file, filename: 'voice', voice: true })
      return api.act(who, { numberId: to, type: 'voice', mediaId })
    })
    if (isDone) props.onEnd()
  }

  return (
    <div class="flex flex-none items-center gap-2 bg-(--phone-bar) px-2 pt-2 pb-4 max-sm:pb-2">
      <IconButton
        label="Throw away"
        class="text-(--phone-meta)"
        icon={<Trash2 aria-hidden="true" />}
        onClick={() => props.onEnd()}
      />
      <p class="flex h-[38px] min-w-0 flex-1 items-center gap-2 rounded-[19px] bg-(--phone-in) px-3.5" role="status">
        <Show when={!isWithout()} fallback={<span class="truncate text-xs">No microphone here: send the sample?</span>}>
          <span aria-hidden="true" class="size-2 animate-[blink_1.2s_infinite] rounded-full bg-bad" />
          <span class="sr-only">Recording</span>
          <span class="tabular-nums" aria-hidden="true">
            {playTime(seconds())}
          </span>
        </Show>
      </p>
      <RoundButton
        label={isWithout() ? 'Send the sample' : 'Send the voice message'}
        isDisabled={!recorder() && !isWithout()}
        onClick={() => void send()}
      >
        <SendHorizontal aria-hidden="true" class="size-[18px]! rtl:-scale-x-100" />
      </RoundButton>
    </div>
  )
}
