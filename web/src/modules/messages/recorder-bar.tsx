import Mic from 'lucide-solid/icons/mic'
import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import Square from 'lucide-solid/icons/square'
import Trash from 'lucide-solid/icons/trash'
import { createEffect, createMemo, createSignal, Index, onCleanup, onMount, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatLength, formatSize } from '../../shared/times'
import { Button } from '../../ui/button'
import { cx } from '../../ui/cx'
import { IconButton } from '../../ui/icon-button'
import type { Recording } from './recorder-audio'

const BARS = 60
const LOWEST_PX = 4
const HIGHEST_PX = 24

/** Length, loudness, and what can be done with a recording. */
export function RecorderBar(props: {
  recording: Recording
  busy: boolean
  /** Whether to discard it was asked. */
  isAsking: boolean
  maxBytes: number
  playsUpTo: number
  problem: string | undefined
  onAsk: () => void
  onKeep: () => void
  onDiscard: () => void
  onSend: () => void
}) {
  const [sound, setSound] = createSignal<string>()
  let send: HTMLButtonElement | undefined
  let keep: HTMLButtonElement | undefined
  onMount(() => send?.focus())
  createEffect(() => (props.isAsking ? keep : send)?.focus())
  createEffect(() => {
    if (props.recording.size() >= props.maxBytes) props.recording.pause()
  })
  const bars = createMemo(() => {
    const levels = props.recording.levels().slice(-BARS)
    return [...levels, ...Array<number | null>(BARS - levels.length).fill(null)]
  })

  function stopListening(): void {
    const url = sound()
    if (url) URL.revokeObjectURL(url)
    setSound(undefined)
  }
  async function listen(): Promise<void> {
    props.recording.pause()
    setSound(URL.createObjectURL(await props.recording.snapshot()))
  }
  onCleanup(stopListening)

  return (
    <>
      <div class="flex min-h-14 items-center gap-3 px-3.5 py-3 max-sm:gap-2 max-sm:px-2">
        <Show
          when={!props.isAsking}
          fallback={
            <>
              <p role="alert" class="flex-1 font-medium">
                {t('composing.recorder.sure')}
              </p>
              <Button ref={(element) => (keep = element)} onClick={() => props.onKeep()}>
                {t('composing.recorder.keep')}
              </Button>
              <Button variant="danger" onClick={() => props.onDiscard()}>
                {t('composing.recorder.discard')}
              </Button>
            </>
          }
        >
          <IconButton
            label={t('composing.recorder.discard')}
            shortcut="esc"
            icon={<Trash aria-hidden="true" />}
            disabled={props.busy}
            onClick={() => props.onAsk()}
          />
          <span
            aria-hidden="true"
            class={cx('size-[7px] flex-none rounded-full', props.recording.isPaused() ? 'bg-ink-3' : 'bg-bad')}
          />
          <span
            role="timer"
            class="font-medium tabular-nums"
            aria-label={t('composing.recorder.length', { length: formatLength(props.recording.seconds()) })}
          >
            {formatLength(props.recording.seconds())}
          </span>
          <span aria-hidden="true" class="flex h-[26px] min-w-0 flex-1 items-center gap-0.5 overflow-hidden">
            <Index each={bars()}>
              {(level) => (
                <i
                  class={cx('min-w-[1.5px] flex-1 rounded-[1px]', level() === null ? 'bg-line-strong' : 'bg-brand')}
                  style={{ height: `${Math.round(LOWEST_PX + (level() ?? 0) * (HIGHEST_PX - LOWEST_PX))}px` }}
                />
              )}
            </Index>
          </span>
          <Show when={props.recording.isPaused()}>
            <IconButton
              label={sound() ? t('composing.recorder.stopPlaying') : t('composing.recorder.play')}
              icon={sound() ? <Square aria-hidden="true" /> : <Play aria-hidden="true" />}
              disabled={props.busy}
              onClick={() => (sound() ? stopListening() : void listen())}
            />
          </Show>
          <IconButton
            class="bg-control inset-ring inset-ring-line-strong"
            label={props.recording.isPaused() ? t('composing.recorder.resume') : t('composing.recorder.pause')}
            icon={props.recording.isPaused() ? <Mic aria-hidden="true" /> : <Pause aria-hidden="true" />}
            disabled={props.busy || props.recording.size() >= props.maxBytes}
            onClick={() => {
              stopListening()
              if (props.recording.isPaused()) props.recording.resume()
              else props.recording.pause()
            }}
          />
          <Button
            ref={(element) => (send = element)}
            variant="primary"
            busy={props.busy ? t('composing.recorder.preparing') : undefined}
            onClick={() => {
              stopListening()
              props.onSend()
            }}
          >
            {t('composing.recorder.send')}
          </Button>
        </Show>
      </div>
      <Show when={props.recording.size() > props.playsUpTo && !props.problem}>
        <p class="px-4 pb-2.5 text-ink-3 text-xs">
          {t('composing.recorder.large', {
            size: formatSize(props.playsUpTo),
            length: formatLength((props.playsUpTo / props.recording.size()) * props.recording.seconds()),
          })}
        </p>
      </Show>
      <Show when={props.problem}>
        <p role="alert" class="px-4 pb-2.5 text-bad-ink text-sm/[18px]">
          {props.problem}
        </p>
      </Show>
      <Show when={sound()}>
        {(url) => (
          // One's own words, just spoken: there is nothing to caption.
          // biome-ignore lint/a11y/useMediaCaption: as above
          <audio src={url()} autoplay onEnded={stopListening} onError={stopListening} class="hidden" />
        )}
      </Show>
    </>
  )
}
