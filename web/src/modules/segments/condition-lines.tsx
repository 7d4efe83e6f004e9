import type { SegmentCondition, SegmentGroup } from '@worker/modules/segments/segments.schemas'
import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { createMemo, Index, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { buttonClass } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import { Menu } from '../../ui/menu'
import { Segmented } from '../../ui/segmented'
import { ConditionEditor } from './condition-editor'
import { isGroup } from './condition-kinds'
import { conditionItems } from './condition-menu'
import type { createConditionSources } from './condition-sources'
import { conditionTitle } from './condition-text'

type Line = SegmentCondition | SegmentGroup
type Sources = ReturnType<typeof createConditionSources>
const LINES_MOST = 20

/** Conditions one under the other, joined by "and" or "or"; a group among them has its own. One deep. */
export function ConditionLines(props: {
  match: 'all' | 'any'
  lines: readonly Line[]
  sources: Sources
  isGroup?: boolean
  onMatch: (match: 'all' | 'any') => void
  onLines: (lines: Line[]) => void
}) {
  const replace = (index: number, line: Line) =>
    props.onLines(props.lines.map((one, at) => (at === index ? line : one)))
  const remove = (index: number) => props.onLines(props.lines.filter((_, at) => at !== index))
  const add = (line: Line) => props.onLines([...props.lines, line])
  const addMenu = (label: string, onChoose: (condition: SegmentCondition) => void) => (
    <Menu
      label={label}
      tip={false}
      placement="bottom-start"
      triggerClass={buttonClass({ variant: 'secondary', size: 'sm' })}
      trigger={
        <>
          <Plus aria-hidden="true" class="size-3.5" />
          {label}
        </>
      }
      items={conditionItems(props.sources, onChoose)}
    />
  )
  return (
    <div class="flex flex-col gap-2">
      <Show when={props.lines.length > 1}>
        <div>
          <Segmented
            label={t('segments.drawer.conditions')}
            options={(['all', 'any'] as const).map((value) => ({ value, label: t(`segments.drawer.${value}`) }))}
            value={props.match}
            onChange={props.onMatch}
          />
        </div>
      </Show>
      <Index each={props.lines}>
        {(line, index) => {
          const group = createMemo(() => {
            const one = line()
            return isGroup(one) ? one : undefined
          })
          const condition = createMemo(() => {
            const one = line()
            return isGroup(one) ? undefined : one
          })
          return (
            <>
              <Show when={index > 0}>
                <span class="ps-3 font-medium text-ink-3 text-xs">
                  {t(props.match === 'all' ? 'segments.drawer.and' : 'segments.drawer.or')}
                </span>
              </Show>
              <Show when={condition()}>
                {(one) => (
                  <ConditionLine
                    condition={one()}
                    sources={props.sources}
                    onChange={(changed) => replace(index, changed)}
                    onRemove={() => remove(index)}
                  />
                )}
              </Show>
              <Show when={group()}>
                {(one) => (
                  <fieldset class="relative rounded-lg bg-surface-2 p-3 inset-ring inset-ring-line">
                    <legend class="sr-only">{t('segments.drawer.group')}</legend>
                    <IconButton
                      class="absolute! end-2 top-2"
                      size="sm"
                      label={t('segments.drawer.removeGroup')}
                      icon={<X aria-hidden="true" class="size-3.5" />}
                      onClick={() => remove(index)}
                    />
                    <ConditionLines
                      match={one().match}
                      lines={one().conditions}
                      sources={props.sources}
                      isGroup
                      onMatch={(match) => replace(index, { ...one(), match })}
                      onLines={(lines) => {
                        const conditions = lines.flatMap((entry) => (isGroup(entry) ? [] : [entry]))
                        if (conditions.length === 0) remove(index)
                        else replace(index, { ...one(), conditions })
                      }}
                    />
                  </fieldset>
                )}
              </Show>
            </>
          )
        }}
      </Index>
      <Show when={props.lines.length < LINES_MOST}>
        <div class="flex flex-wrap gap-2 pt-1">
          {addMenu(t('segments.drawer.add'), add)}
          <Show when={!props.isGroup}>
            {addMenu(t('segments.drawer.addGroup'), (condition) =>
              add({ match: props.match === 'all' ? 'any' : 'all', conditions: [condition] }),
            )}
          </Show>
        </div>
      </Show>
    </div>
  )
}

function ConditionLine(props: {
  condition: SegmentCondition
  sources: Sources
  onChange: (condition: SegmentCondition) => void
  onRemove: () => void
}) {
  const title = () => conditionTitle(props.condition, props.sources.names)
  return (
    <fieldset class="rounded-lg bg-surface p-3 inset-ring inset-ring-line">
      <legend class="sr-only">{t('segments.editor.condition', { what: title() })}</legend>
      <div class="flex items-start gap-2">
        <p class="min-w-0 flex-1 pb-2 font-medium text-[12.5px]" aria-hidden="true">
          <bdi>{title()}</bdi>
        </p>
        <IconButton
          class="-me-1.5 -mt-1.5"
          size="sm"
          label={t('segments.drawer.removeCondition', { what: title() })}
          icon={<X aria-hidden="true" class="size-3.5" />}
          onClick={() => props.onRemove()}
        />
      </div>
      <ConditionEditor condition={props.condition} sources={props.sources} onChange={props.onChange} />
    </fieldset>
  )
}
