import type { Segment } from '@worker/modules/segments/segments.schemas'
import ArrowLeft from 'lucide-solid/icons/arrow-left'
import ArrowRight from 'lucide-solid/icons/arrow-right'
import EllipsisVertical from 'lucide-solid/icons/ellipsis-vertical'
import Pencil from 'lucide-solid/icons/pencil'
import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { IconButton } from '../../ui/icon-button'
import { Menu } from '../../ui/menu'

const number = new Intl.NumberFormat('en-GB')
const tab =
  'inline-flex h-10 flex-none items-center gap-1.5 border-transparent border-b-2 pt-0.5 font-medium text-ink-2 hover:text-ink aria-[current]:border-brand aria-[current]:text-ink max-sm:h-11'

export type SegmentTabsProps = {
  segments: readonly Segment[]
  selectedId: string | undefined
  /** Undefined: still being counted. */
  everyone: number | undefined
  counts: ReadonlyMap<string, number>
  mayChange: boolean
  onSelect: (id: string | undefined) => void
  onCreate: () => void
  onEdit: (segment: Segment) => void
  onMove: (segment: Segment, by: -1 | 1) => void
  onRemove: (segment: Segment) => void
}

/** Everyone, and the saved questions, each with how many it finds now. Links in looks: they are in the address. */
export function SegmentTabs(props: SegmentTabsProps) {
  const menuFor = (segment: Segment, index: number) => [
    { label: t('segments.menu.edit'), icon: <Pencil aria-hidden="true" />, onSelect: () => props.onEdit(segment) },
    {
      label: t('segments.menu.left'),
      icon: <ArrowLeft aria-hidden="true" class="rtl:-scale-x-100" />,
      disabled: index === 0,
      onSelect: () => props.onMove(segment, -1),
    },
    {
      label: t('segments.menu.right'),
      icon: <ArrowRight aria-hidden="true" class="rtl:-scale-x-100" />,
      disabled: index === props.segments.length - 1,
      onSelect: () => props.onMove(segment, 1),
    },
    'separator' as const,
    {
      label: t('segments.menu.remove'),
      icon: <Trash aria-hidden="true" />,
      tone: 'danger' as const,
      onSelect: () => props.onRemove(segment),
    },
  ]
  return (
    <nav
      aria-label={t('segments.tabs.label')}
      class="flex flex-none items-center gap-[18px] overflow-x-auto border-line-soft border-b px-6 max-sm:px-4"
    >
      <button
        type="button"
        class={tab}
        aria-current={props.selectedId === undefined ? 'page' : undefined}
        onClick={() => props.onSelect(undefined)}
      >
        {t('segments.tabs.everyone')}
        <TabCount count={props.everyone} />
      </button>
      <For each={props.segments}>
        {(segment, index) => (
          <span class="inline-flex flex-none items-center">
            <button
              type="button"
              class={tab}
              aria-current={props.selectedId === segment.id ? 'page' : undefined}
              onClick={() => props.onSelect(segment.id)}
            >
              <bdi class="max-w-48 truncate">{segment.name}</bdi>
              <TabCount count={props.counts.get(segment.id)} />
            </button>
            <Show when={props.mayChange && props.selectedId === segment.id}>
              <Menu
                label={t('segments.tabs.menu')}
                items={menuFor(segment, index())}
                placement="bottom-start"
                triggerClass="grid size-7 flex-none place-items-center rounded-sm text-ink-3 hover:bg-surface-3 hover:text-ink max-sm:size-11"
                trigger={<EllipsisVertical aria-hidden="true" class="size-3.5" />}
              />
            </Show>
          </span>
        )}
      </For>
      <Show when={props.mayChange}>
        <IconButton
          size="sm"
          label={t('segments.tabs.create')}
          icon={<Plus aria-hidden="true" class="size-3.5" />}
          onClick={() => props.onCreate()}
        />
      </Show>
    </nav>
  )
}

function TabCount(props: { count: number | undefined }) {
  return (
    <span class={cx('font-regular text-ink-3 tabular-nums', props.count === undefined && 'invisible')}>
      {number.format(props.count ?? 0)}
    </span>
  )
}
