import type { MessageMedia } from '@worker/modules/messages/messages.schemas'
import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { later } from '../../shared/later'
import { formatLength } from '../../shared/times'
import { Spinner } from '../../ui/spinner'
import { type AudioPlayer, audioPlayer } from './audio-player'
import { createMediaSource } from './media-source'
import { Wave } from './wave'
import { waveformOf } from './waveforms'

const DownloadLink = later(async () => (await import('./download-link')).DownloadLink)

/** A recording: play, its course, its length, the speed. There is one player for the page. */
export function VoicePlayer(props: {
  media: MessageMedia
  player?: AudioPlayer | undefined
  /** Time and ticks. */
  meta: JSX.Element
}) {
  const player = () => props.player ?? audioPlayer
  const source = createMediaSource(() => props.media)
  const track = () => ({ id: props.media.id, url: source.url() ?? '', fresh: source.fresh })
  const state = () => player().stateOf(props.media.id)
  const wave = () => waveformOf({ ...props.media, url: source.url() })
  const length = () => player().durationOf(props.media.id) ?? wave()?.seconds
  const position = () => player().positionOf(props.media.id)
  const isOn = () => state() === 'playing' || state() === 'loading'
  const playLabel = () => {
    const seconds = length()
    return seconds === undefined
      ? t('thread.voice.play')
      : t('thread.voice.playLength', { length: formatLength(Math.round(seconds)) })
  }
  return (
    <div class="flex w-[326px] max-w-full items-center gap-[9px] max-sm:w-[270px]">
      <button
        type="button"
        aria-label={isOn() ? t('thread.voice.pause') : playLabel()}
        class="relative grid size-8 flex-none place-items-center rounded-full bg-brand text-on-brand hover:bg-brand-hover max-sm:before:absolute max-sm:before:-inset-1.5"
        onClick={() => player().toggle(track())}
      >
        <Switch>
          <Match when={state() === 'loading'}>
            <Spinner />
          </Match>
          <Match when={isOn()}>
            <Pause aria-hidden="true" class="fill-current stroke-0!" />
          </Match>
          <Match when={true}>
            <Play aria-hidden="true" class="fill-current stroke-0!" />
          </Match>
        </Switch>
      </button>
      <Show
        when={state() !== 'failed'}
        fallback={
          <span role="alert" class="flex min-w-0 flex-1 items-center gap-1 text-ink-2 text-xs">
            {t('thread.voice.failed')}
            <Show when={source.url()}>
              <DownloadLink source={source} name={props.media.filename ?? t('thread.media.audio')} />
            </Show>
          </span>
        }
      >
        <Wave
          peaks={wave()?.peaks}
          position={position()}
          length={length()}
          onSeek={(seconds) => player().seek(track(), seconds)}
        />
        <span class="flex-none text-ink-3 text-xs tabular-nums group-data-ours/message:text-bubble-out-meta">
          {formatLength(Math.round(position() > 0 ? position() : (length() ?? 0)))}
        </span>
        <button
          type="button"
          aria-label={t('thread.voice.speed', { speed: player().speed() })}
          class="relative h-[22px] min-w-[30px] flex-none rounded-sm px-[5px] text-center font-medium text-ink-2 text-xs/none inset-ring inset-ring-line hover:bg-[color-mix(in_srgb,var(--ink)_7%,transparent)] group-data-ours/message:text-bubble-out-ink group-data-ours/message:inset-ring-bubble-out-line max-sm:before:absolute max-sm:before:-inset-[11px]"
          onClick={() => player().nextSpeed()}
        >
          {player().speed()}×
        </button>
      </Show>
      {props.meta}
    </div>
  )
}
