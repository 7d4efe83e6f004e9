import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Info from 'lucide-solid/icons/info'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import type { JSX } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { cx } from './cx'
import type { Icon } from './icon'

export type BannerTone = 'neutral' | 'info' | 'ok' | 'warn' | 'bad'

const tones: Record<BannerTone, string> = {
  neutral: 'bg-surface-2 inset-ring-line',
  info: 'bg-info-soft text-info-ink inset-ring-info-line',
  ok: 'bg-ok-soft text-ok-ink inset-ring-ok-line',
  warn: 'bg-warn-soft text-warn-ink inset-ring-warn-line',
  bad: 'bg-bad-soft text-bad-ink inset-ring-bad-line',
}
const icons: Record<BannerTone, Icon> = {
  neutral: Info,
  info: Info,
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
}

export type BannerProps = {
  tone?: BannerTone | undefined
  icon?: JSX.Element
  children: JSX.Element
  action?: JSX.Element
}

/** Stands inside the area that it concerns. */
export function Banner(props: BannerProps) {
  const tone = () => props.tone ?? 'neutral'
  return (
    <div
      role={tone() === 'bad' ? 'alert' : 'status'}
      class={cx('flex items-start gap-2.5 rounded-md px-3.5 py-[9px] text-sm/[18px] inset-ring', tones[tone()])}
    >
      <span class="flex h-[18px] items-center">
        {props.icon ?? <Dynamic component={icons[tone()]} aria-hidden="true" />}
      </span>
      <div class="min-w-0 flex-1">{props.children}</div>
      {props.action}
    </div>
  )
}
