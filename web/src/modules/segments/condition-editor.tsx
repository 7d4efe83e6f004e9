import type { SegmentCondition } from '@worker/modules/segments/segments.schemas'
import { type JSX, Match, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { Segmented } from '../../ui/segmented'
import { Tag } from '../../ui/tag'
import { languageOptions } from '../contacts/languages'
import { ChoiceList } from './choice-list'
import type { ConditionSources } from './condition-sources'
import { regionOptions } from './countries'
import { FieldConditionEditor } from './field-condition-editor'
import { SinceEditor } from './since-editor'

const NOBODY = 'nobody'
const yesNo = () => [
  { value: 'yes' as const, label: t('segments.yes') },
  { value: 'no' as const, label: t('segments.no') },
]

/** The inside of one condition: how it compares, and with what. */
export function ConditionEditor(props: {
  condition: SegmentCondition
  sources: ConditionSources
  onChange: (condition: SegmentCondition) => void
}) {
  const only = <Kind extends SegmentCondition['on']>(...kinds: Kind[]) =>
    (kinds as string[]).includes(props.condition.on)
      ? (props.condition as Extract<SegmentCondition, { on: Kind }>)
      : undefined
  const listOps = () => (['is', 'is_not'] as const).map((value) => ({ value, label: t(`segments.listOp.${value}`) }))
  const values = t('segments.editor.values')
  return (
    <Switch>
      <Match when={only('consent')}>
        {(condition) => (
          <ChoiceList
            label={values}
            choices={(['granted', 'unknown', 'revoked'] as const).map((value) => ({
              value,
              label: t(`segments.consent.${value}`),
            }))}
            chosen={condition().values}
            // The choices above are all there are.
            onChange={(chosen) =>
              props.onChange({ ...condition(), values: chosen as ReturnType<typeof condition>['values'] })
            }
          />
        )}
      </Match>
      <Match when={only('source')}>
        {(condition) => (
          <ChoiceList
            label={values}
            choices={(['inbound', 'agent', 'import', 'api', 'phone_app'] as const).map((value) => ({
              value,
              label: t(`segments.source.${value}`),
            }))}
            chosen={condition().values}
            onChange={(chosen) =>
              props.onChange({ ...condition(), values: chosen as ReturnType<typeof condition>['values'] })
            }
          />
        )}
      </Match>
      <Match when={only('tags')}>
        {(condition) => (
          <WithMatch
            options={(['any', 'all', 'none'] as const).map((value) => ({
              value,
              label: t(`segments.tagsOp.${value}`),
            }))}
            value={condition().op}
            onChange={(op) => props.onChange({ ...condition(), op })}
          >
            <ChoiceList
              label={values}
              choices={props.sources.tags().map((tag) => ({
                value: tag.id,
                label: tag.name,
                look: () => <Tag name={tag.name} tint={tag.tint} />,
              }))}
              chosen={condition().tagIds}
              onChange={(tagIds) => props.onChange({ ...condition(), tagIds })}
            />
          </WithMatch>
        )}
      </Match>
      <Match when={only('country', 'language')}>
        {(condition) => (
          <WithMatch
            options={listOps()}
            value={condition().op}
            onChange={(op) => props.onChange({ ...condition(), op })}
          >
            <ChoiceList
              label={values}
              choices={condition().on === 'country' ? regionOptions() : languageOptions(null)}
              chosen={condition().values}
              onChange={(chosen) => props.onChange({ ...condition(), values: chosen })}
            />
          </WithMatch>
        )}
      </Match>
      <Match when={only('owner')}>
        {(condition) => (
          <WithMatch
            options={listOps()}
            value={condition().op}
            onChange={(op) => props.onChange({ ...condition(), op })}
          >
            <ChoiceList
              label={values}
              choices={[
                { value: NOBODY, label: t('segments.nobody') },
                ...props.sources.members().map(({ userId, name }) => ({ value: userId, label: name })),
              ]}
              chosen={condition().values.map((id) => id ?? NOBODY)}
              onChange={(chosen) =>
                props.onChange({ ...condition(), values: chosen.map((id) => (id === NOBODY ? null : id)) })
              }
            />
          </WithMatch>
        )}
      </Match>
      <Match when={only('window')}>
        {(condition) => (
          <Segmented
            label={values}
            options={(['open', 'closed'] as const).map((value) => ({ value, label: t(`segments.windowIs.${value}`) }))}
            value={condition().value}
            onChange={(value) => props.onChange({ ...condition(), value })}
          />
        )}
      </Match>
      <Match when={only('blocked', 'contacted')}>
        {(condition) => (
          <Segmented
            label={values}
            options={yesNo()}
            value={condition().value ? 'yes' : 'no'}
            onChange={(value) => props.onChange({ ...condition(), value: value === 'yes' })}
          />
        )}
      </Match>
      <Match when={only('has')}>
        {(condition) => (
          <WithMatch
            options={yesNo()}
            value={condition().value ? 'yes' : 'no'}
            onChange={(value) => props.onChange({ ...condition(), value: value === 'yes' })}
          >
            <Segmented
              label={values}
              options={(['phone', 'email', 'name'] as const).map((value) => ({
                value,
                label: t(`segments.hasShort.${value}`),
              }))}
              value={condition().what}
              onChange={(what) => props.onChange({ ...condition(), what })}
            />
          </WithMatch>
        )}
      </Match>
      <Match when={only('field')}>
        {(condition) => (
          <FieldConditionEditor
            condition={condition()}
            field={props.sources.fields().find(({ key }) => key === condition().key)}
            onChange={props.onChange}
          />
        )}
      </Match>
      <Match when={only('last_message', 'last_inbound', 'last_reply', 'last_broadcast', 'created')}>
        {(condition) => (
          <SinceEditor
            value={condition().since}
            hasNever={condition().on !== 'created'}
            onChange={(since) => props.onChange({ ...condition(), since })}
          />
        )}
      </Match>
    </Switch>
  )
}

function WithMatch<Value extends string>(props: {
  options: readonly { value: Value; label: string }[]
  value: Value
  onChange: (value: Value) => void
  children: JSX.Element
}) {
  return (
    <div class="flex flex-col items-start gap-2.5 [&>fieldset]:max-w-full [&>fieldset:last-child:not(.inline-flex)]:w-full">
      <Segmented
        label={t('segments.editor.match')}
        options={props.options}
        value={props.value}
        onChange={props.onChange}
      />
      {props.children}
    </div>
  )
}
