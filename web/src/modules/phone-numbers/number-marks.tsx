import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CirclePause from 'lucide-solid/icons/circle-pause'
import Unplug from 'lucide-solid/icons/unplug'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'
import { Badge } from '../../ui/badge'
import { cx } from '../../ui/cx'
import { type Fact, statusTone } from './number-facts'

const icons = { connected: CircleCheck, paused: CirclePause, disconnected: Unplug } as const

export function StatusBadge(props: { status: PhoneNumber['status'] }) {
  return (
    <Badge tone={statusTone[props.status]} icon={<Dynamic component={icons[props.status]} aria-hidden="true" />}>
      {t(`numbers.status.${props.status}`)}
    </Badge>
  )
}

const dots: Record<Fact['tone'], string> = { ok: 'bg-ok', warn: 'bg-warn', bad: 'bg-bad', neutral: 'bg-line-control' }

/** Beside a word that says the same. */
export function ToneDot(props: { tone: Fact['tone'] }) {
  return <span aria-hidden="true" class={cx('size-2 flex-none rounded-full', dots[props.tone])} />
}
