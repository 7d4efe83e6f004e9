import type { LiveStatus } from '../shared/create-live'
import { t } from '../shared/i18n'
import { cx } from '../ui/cx'

const dots: Record<LiveStatus, string> = {
  connecting: 'bg-ink-3',
  live: 'bg-ok',
  reconnecting: 'bg-warn',
  offline: 'inset-ring-[1.5px] inset-ring-line-control',
}

export function LiveDot(props: { status: LiveStatus }) {
  return (
    <span
      class="inline-flex items-center gap-1.5 whitespace-nowrap px-1.5 text-ink-2 text-xs"
      data-tip={props.status === 'live' ? t('shell.live.liveHint') : undefined}
    >
      <span aria-hidden="true" class={cx('size-[7px] flex-none rounded-full', dots[props.status])} />
      <span class="max-sm:sr-only">{t(`shell.live.${props.status}`)}</span>
    </span>
  )
}
