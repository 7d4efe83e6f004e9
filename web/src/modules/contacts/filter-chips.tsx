import type { SegmentCondition } from '@worker/modules/segments/segments.schemas'
import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { createSignal, Index, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Menu } from '../../ui/menu'
import { Popover } from '../../ui/popover'
import { ConditionEditor } from '../segments/condition-editor'
import { isComplete } from '../segments/condition-kinds'
import { conditionItems } from '../segments/condition-menu'
import type { createConditionSources } from '../segments/condition-sources'
import { conditionTitle, conditionValue } from '../segments/condition-text'

const chip =
  'inline-flex h-[26px] flex-none items-center rounded-full text-xs font-medium max-sm:h-9 max-sm:text-sm whitespace-nowrap'

/** What narrows the list down, one chip each; a click changes it, × takes it away. */
export function FilterChips(props: {
  conditions: readonly SegmentCondition[]
  sources: ReturnType<typeof createConditionSources>
  onChange: (conditions: SegmentCondition[]) => void
}) {
  /** Being changed: a new one joins the others only once it says something. */
  const [editing, setEditing] = createSignal<{ index: number; draft: SegmentCondition }>()
  let area: HTMLDivElement | undefined
  const put = (index: number, draft: SegmentCondition) => {
    setEditing({ index, draft })
    if (isComplete(draft))
      props.onChange([...props.conditions.slice(0, index), draft, ...props.conditions.slice(index + 1)])
    else props.onChange(props.conditions.filter((_, at) => at !== index))
  }
  const remove = (index: number) => {
    setEditing(undefined)
    props.onChange(props.conditions.filter((_, at) => at !== index))
    area?.querySelector<HTMLElement>('[data-add-filter] button')?.focus()
  }
  const title = (condition: SegmentCondition) => conditionTitle(condition, props.sources.names)
  const anchor = () =>
    area?.querySelector<HTMLElement>(`[data-chip="${editing()?.index}"]`) ??
    area?.querySelector<HTMLElement>('[data-add-filter] button') ??
    undefined

  return (
    // biome-ignore lint/a11y/useSemanticElements: no form: each chip acts at once.
    <div ref={(element) => (area = element)} role="group" aria-label={t('contactsList.filters')} class="contents">
      <Index each={props.conditions}>
        {(condition, index) => (
          <span class={`${chip} bg-brand-soft text-brand-ink inset-ring inset-ring-brand-line`}>
            <button
              type="button"
              data-chip={index}
              aria-haspopup="dialog"
              aria-label={t('contactsList.editFilter', { what: title(condition()) })}
              onClick={() => setEditing({ index, draft: condition() })}
              class="h-full max-w-64 truncate rounded-s-full ps-2.5 pe-1 hover:bg-brand-soft-2"
            >
              {title(condition())}: <bdi>{conditionValue(condition(), props.sources.names)}</bdi>
            </button>
            <button
              type="button"
              aria-label={t('contactsList.removeFilter', { what: title(condition()) })}
              onClick={() => remove(index)}
              class="grid h-full w-[26px] place-items-center rounded-e-full hover:bg-brand-soft-2 max-sm:w-11"
            >
              <X aria-hidden="true" class="size-3" />
            </button>
          </span>
        )}
      </Index>
      <span data-add-filter="" class="contents">
        <Menu
          label={t('contactsList.filter')}
          tip={false}
          placement="bottom-start"
          triggerClass={`${chip} gap-1.5 px-2.5 text-ink inset-ring inset-ring-line-strong hover:bg-surface-2 max-sm:px-4`}
          trigger={
            <>
              <Plus aria-hidden="true" class="size-3" />
              {t('contactsList.filter')}
            </>
          }
          items={conditionItems(props.sources, (condition) => {
            // The menu hands the focus back first; what opens before that would be closed by it.
            setTimeout(() => put(props.conditions.length, condition))
          })}
        />
      </span>
      <Show when={editing()}>
        {(edited) => (
          <Popover
            open
            onOpenChange={(open) => !open && setEditing(undefined)}
            anchor={anchor}
            label={t('segments.editor.condition', { what: title(edited().draft) })}
            class="w-[300px]"
          >
            <div class="overflow-y-auto p-3">
              <p class="pb-2 font-medium text-[12.5px]" aria-hidden="true">
                {title(edited().draft)}
              </p>
              <ConditionEditor
                condition={edited().draft}
                sources={props.sources}
                onChange={(draft) => put(edited().index, draft)}
              />
            </div>
          </Popover>
        )}
      </Show>
    </div>
  )
}
