import type { SegmentCondition } from '@worker/modules/segments/segments.schemas'
import Ban from 'lucide-solid/icons/ban'
import CalendarPlus from 'lucide-solid/icons/calendar-plus'
import Clock from 'lucide-solid/icons/clock'
import Database from 'lucide-solid/icons/database'
import Globe from 'lucide-solid/icons/globe'
import Languages from 'lucide-solid/icons/languages'
import LogIn from 'lucide-solid/icons/log-in'
import Megaphone from 'lucide-solid/icons/megaphone'
import MessageCircle from 'lucide-solid/icons/message-circle'
import Reply from 'lucide-solid/icons/reply'
import ShieldCheck from 'lucide-solid/icons/shield-check'
import SquareCheck from 'lucide-solid/icons/square-check'
import Tag from 'lucide-solid/icons/tag'
import Timer from 'lucide-solid/icons/timer'
import UserRoundCheck from 'lucide-solid/icons/user-round-check'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'
import type { Icon } from '../../ui/icon'
import type { MenuItem } from '../../ui/menu'
import { activityKinds, type ConditionKind, newCondition, newFieldCondition, personKinds } from './condition-kinds'
import type { ConditionSources } from './condition-sources'

const icons: Record<ConditionKind, Icon> = {
  consent: ShieldCheck,
  tags: Tag,
  country: Globe,
  language: Languages,
  owner: UserRoundCheck,
  has: SquareCheck,
  source: LogIn,
  created: CalendarPlus,
  blocked: Ban,
  last_message: Clock,
  last_inbound: MessageCircle,
  last_reply: Reply,
  last_broadcast: Megaphone,
  window: Timer,
  contacted: MessageCircle,
  field: Database,
}
const iconOf = (kind: ConditionKind) => <Dynamic component={icons[kind]} aria-hidden="true" />

/** All that can be asked about a person, for "+ Filter" and "Add a condition". */
export function conditionItems(sources: ConditionSources, onChoose: (condition: SegmentCondition) => void): MenuItem[] {
  const plain = (kind: Parameters<typeof newCondition>[0]): MenuItem => ({
    label: t(`segments.kinds.${kind}`),
    icon: iconOf(kind),
    onSelect: () => onChoose(newCondition(kind)),
  })
  const fields = sources.fields().map(
    (field): MenuItem => ({
      label: field.label,
      icon: iconOf('field'),
      onSelect: () => onChoose(newFieldCondition(field.key)),
    }),
  )
  return [
    { heading: t('segments.groups.person') },
    ...personKinds.map(plain),
    'separator',
    { heading: t('segments.groups.activity') },
    ...activityKinds.map(plain),
    ...(fields.length > 0 ? (['separator', { heading: t('segments.groups.fields') }, ...fields] as const) : []),
  ]
}
