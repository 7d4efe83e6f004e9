import { FileText, Pause, Play } from 'lucide-solid'
import { createSignal, Match, Show, Switch } from 'solid-js'
import type { Content, MessageView } from '../../control/message-view'
import { mediaUrl } from '../api'
import { playTime, sizeOf } from '../format'
import { usePage } from '../store'
import { Picture } from './content'
import { Time } from './message-parts'
import { FormattedText } from './text'

type Props = { message: MessageView; content: Extract<Content, { kind: 'media' }> }

export function MediaPart(props: Props) {
  const src = () => mediaUrl(props.message.id)
  return (
    <Switch>
      <Match when={props.content.media === 'image'}>
        <Picture
          src={src()}
          label={props.content.caption ? `Photo: ${props.content.caption}` : 'Photo'}
          class="max-h-[230px] w-full"
        />
        <Caption {...props} />
      </Match>
      <Match when={props.content.media === 'video'}>
        <video
          src={src()}
          controls
          preload="metadata"
          class="max-h-[230px] w-full rounded-[10px] rounded-b-[5px] bg-black"
          aria-label="Video"
        >
          <track kind="captions" />
        </video>
        <Caption {...props} />
      </Match>
      <Match when={props.content.media === 'sticker'}>
        <Picture src={src()} label="Sticker" class="size-[116px] bg-transparent!" />
        <span class="block">
          <Time message={props.message} />
        </span>
      </Match>
      <Match when={props.content.media === 'audio'}>
        <Voice {...props} />
      </Match>
      <Match when={props.content.media === 'document'}>
        <a
          href={src()}
          download={props.content.filename || 'document'}
          class="flex items-center gap-2.5 rounded-[9px] bg-(--phone-ink)/5 px-2.5 py-2.5 hover:bg-(--phone-ink)/8"
        >
          <FileText aria-hidden="true" class="size-5! text-(--phone-link)" />
          <span class="min-w-0 flex-1">
            <b dir="auto" class="block truncate">
              {props.content.filename || 'Document'}
            </b>
            <span class="text-[11.5px] text-(--phone-meta)">
              {[typeName(props.content.mimeType), props.content.size !== null && sizeOf(props.content.size)]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
        </a>
        <Caption {...props} />
      </Match>
    </Switch>
  )
}

const typeName = (mimeType: string) => mimeType.split(/[/;]/)[1]?.split('.').at(-1)?.toUpperCase() ?? ''

function Caption(props: Props) {
  return (
    <span class="pb-text block">
      <Show when={props.content.caption}>
        <FormattedText text={props.content.caption} />
      </Show>
      <Time message={props.message} />
    </span>
  )
}

/** One plays at a time. */
let playing: HTMLAudioElement | undefined

function Voice(props: Props) {
  const page = usePage()
  const [isPlaying, setPlaying] = createSignal(false)
  const [at, setAt] = createSignal(0)
  const [length, setLength] = createSignal(0)
  let audio: HTMLAudioElement | undefined

  const toggle = () => {
    if (!audio) return
    if (isPlaying()) return audio.pause()
    if (playing !== audio) playing?.pause()
    playing = audio
    audio.play().catch(() => page.tell('This browser cannot play that sound.', true))
    if (props.message.from === 'business') void page.act({ type: 'listen', messageId: props.message.id })
  }
  const share = () => (length() > 0 ? at() / length() : 0)

  return (
    <>
      <span class="flex items-center gap-2.5 px-1 pt-1">
        <button
          type="button"
          aria-label={isPlaying() ? 'Pause' : 'Play the voice message'}
          onClick={toggle}
          class="grid size-9 flex-none place-items-center rounded-full bg-(--phone-ink)/8 max-sm:size-11"
        >
          <Show when={isPlaying()} fallback={<Play aria-hidden="true" class="fill-current" />}>
            <Pause aria-hidden="true" class="fill-current" />
          </Show>
        </button>
        <span class="min-w-0 flex-1">
          <Waveform seed={props.message.id} share={share()} />
          <span class="text-[10.5px]/3 text-(--phone-meta) tabular-nums">
            {playTime(isPlaying() ? at() : length())}
          </span>
        </span>
      </span>
      <Time message={props.message} />
      <audio
        ref={(node) => {
          audio = node
        }}
        src={mediaUrl(props.message.id)}
        preload="metadata"
        onLoadedMetadata={(event) => setLength(event.currentTarget.duration)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
      >
        <track kind="captions" />
      </audio>
    </>
  )
}

/** Bars that look like speech, the same for the same message. */
function Waveform(props: { seed: string; share: number }) {
  const bars = () => {
    let state = [...props.seed].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) | 0, 7)
    return Array.from({ length: 34 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) | 0
      return 3 + ((state >>> 16) % 14)
    })
  }
  const path = (list: number[]) =>
    list.map((height, index) => `M${index * 4 + 1.5} ${10 - height / 2}v${height}`).join('')
  const done = () => Math.round(props.share * 34)
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 136 20"
      preserveAspectRatio="none"
      class="block h-5 w-full"
      stroke-width="2"
      stroke-linecap="round"
    >
      <path d={path(bars())} class="stroke-(--phone-meta) opacity-50" />
      <path d={path(bars().slice(0, done()))} class="stroke-(--phone-link)" />
    </svg>
  )
}
