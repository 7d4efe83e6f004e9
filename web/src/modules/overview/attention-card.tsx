import type { Overview } from '@worker/modules/analytics/analytics.schemas'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import CircleCheck from 'lucide-solid/icons/circle-check'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { cx } from '../../ui/cx'
import { useCurrentMember } from '../auth/current-member'
import { attentionItems } from './attention'
import { coveringLink, SectionCard } from './section-card'

/** Only what has an action, each leading to where it is put right. */
export function AttentionCard(props: { overview: Overview }) {
  const member = useCurrentMember()
  const items = createMemo(() =>
    attentionItems(props.overview, {
      now: currentMinute(),
      mayRepairNumbers: member.can('phone-numbers:update'),
    }),
  )
  return (
    <SectionCard
      title={t('overview.attention.title')}
      count={
        <Show when={items().length > 0}>
          <span class="grid h-[18px] min-w-[18px] place-items-center rounded-full bg-bad px-1 font-semibold text-2xs text-on-bad tabular-nums">
            <span aria-hidden="true">{items().length}</span>
            <span class="sr-only">{t('overview.attention.count', items().length)}</span>
          </span>
        </Show>
      }
    >
      <Show
        when={items().length > 0}
        fallback={
          <div class="flex items-start gap-[11px] px-[18px] pt-1 pb-4 max-sm:px-4">
            <Tile tone="ok">
              <CircleCheck aria-hidden="true" />
            </Tile>
            <p>
              <span class="font-medium">{t('overview.attention.none')}</span>
              <span class="block text-ink-3 text-xs">{t('overview.attention.noneText')}</span>
            </p>
          </div>
        }
      >
        <ul class="divide-y divide-line-soft pb-1">
          <For each={items()}>
            {(item) => (
              <li class="relative flex items-start gap-[11px] px-[18px] py-[9px] hover:bg-surface-2 max-sm:min-h-11 max-sm:px-4">
                <Tile tone={item.tone}>
                  <Dynamic component={item.icon} aria-hidden="true" />
                </Tile>
                <div class="min-w-0 flex-1">
                  <a href={item.href} class={cx('font-medium', coveringLink)}>
                    {item.title}
                  </a>
                  <p class="text-ink-3 text-xs">{item.text}</p>
                </div>
                <ChevronRight aria-hidden="true" class="mt-0.5 size-3.5 text-ink-3 rtl:-scale-x-100" />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </SectionCard>
  )
}

const tiles = { bad: 'bg-bad-soft text-bad-ink', warn: 'bg-warn-soft text-warn-ink', ok: 'bg-ok-soft text-ok-ink' }

const Tile = (props: { tone: keyof typeof tiles; children: JSX.Element }) => (
  <span class={cx('grid size-7 flex-none place-items-center rounded-md', tiles[props.tone])}>{props.children}</span>
)
