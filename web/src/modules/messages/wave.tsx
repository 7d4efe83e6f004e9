import { For } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatLength } from '../../shared/times'
import { cx } from '../../ui/cx'
import { WAVE_BARS } from './waveforms'

const FLAT: readonly number[] = Array.from({ length: WAVE_BARS }, () => 0)
const LEAST_PX = 4
const MOST_PX = 22
const STEP_SECONDS = 5

/** How loud it is along the way, and how far it has come. Flat until that is known. Clicks, drags and arrow keys seek. */
export function Wave(props: {
  peaks: readonly number[] | undefined
  position: number
  length: number | undefined
  onSeek: (seconds: number) => void
}) {
  const length = () => props.length ?? 0
  const played = () => (length() > 0 ? props.position / length() : 0)
  function seekAt(event: PointerEvent & { currentTarget: HTMLElement }): void {
    if (length() <= 0) return
    const box = event.currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    // The course of time has no other side to read from: it stays left to right.
    props.onSeek(share * length())
  }
  function onKeyDown(event: KeyboardEvent): void {
    const targets: Record<string, number> = {
      ArrowRight: props.position + STEP_SECONDS,
      ArrowUp: props.position + STEP_SECONDS,
      ArrowLeft: props.position - STEP_SECONDS,
      ArrowDown: props.position - STEP_SECONDS,
      Home: 0,
      End: length(),
    }
    const target = targets[event.key]
    if (target === undefined || length() <= 0) return
    event.preventDefault()
    event.stopPropagation()
    props.onSeek(Math.min(length(), Math.max(0, target)))
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      dir="ltr"
      aria-label={t('thread.voice.seek')}
      aria-valuemin={0}
      aria-valuemax={Math.round(length())}
      aria-valuenow={Math.round(props.position)}
      aria-valuetext={t('thread.voice.seekText', {
        at: formatLength(props.position),
        length: formatLength(Math.round(length())),
      })}
      class="flex h-[26px] min-w-0 flex-1 cursor-pointer touch-none items-center gap-0.5 rounded-xs"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        seekAt(event)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekAt(event)
      }}
    >
      <For each={props.peaks ?? FLAT}>
        {(peak, index) => (
          <i
            style={{ height: `${Math.round(LEAST_PX + peak * (MOST_PX - LEAST_PX))}px` }}
            class={cx(
              'min-w-[1.5px] flex-1 rounded-[1px]',
              played() > 0 && (index() + 0.5) / WAVE_BARS <= played()
                ? 'bg-brand'
                : 'bg-[color-mix(in_srgb,var(--ink)_28%,transparent)]',
            )}
          />
        )}
      </For>
    </div>
  )
}
