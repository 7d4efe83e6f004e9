import { useQuery } from '@tanstack/solid-query'
import type { MergeChoices, MergePreview } from '@worker/modules/contacts/merges.schemas'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { createQueryData } from '../../shared/query-data'
import { Segmented } from '../../ui/segmented'
import { useCurrentMember } from '../auth/current-member'
import { membersQuery } from '../inbox/inbox.queries'
import { languageName } from './languages'
import type { Side } from './merge.queries'

type Conflict = MergePreview['conflicts'][number]

/** What was chosen for a line; that of the contact that stays unless somebody said otherwise. */
export const chosenSide = (choices: MergeChoices, { field, key }: Conflict, kept: Side): Side =>
  (field === 'fields' ? choices.fields?.[key ?? ''] : choices[field]) ?? kept

export const withChoice = (choices: MergeChoices, { field, key }: Conflict, side: Side): MergeChoices =>
  field === 'fields' ? { ...choices, fields: { ...choices.fields, [key ?? '']: side } } : { ...choices, [field]: side }

/** Who stays, what to be careful of, and whose value counts where both have one. */
export function MergeChoicesForm(props: {
  preview: MergePreview
  choices: MergeChoices
  onKeep: (side: Side) => void
  onChoose: (choices: MergeChoices) => void
}) {
  const member = useCurrentMember()
  const members = createQueryData(useQuery(() => membersQuery(member.organizationId())))
  const nameOf = (side: Side) => {
    const { displayName, displayPhone, email } = props.preview[side]
    const other = props.preview[side === 'this' ? 'other' : 'this'].displayName
    // Two of the same name are told apart by something else.
    return displayName === other ? `${displayName} (${displayPhone ?? email ?? side})` : displayName
  }
  const label = ({ field, key }: Conflict) =>
    field === 'fields' ? (key ?? '') : t(`contactPage.mergeDialog.fields.${field}`)
  const shown = ({ field }: Conflict, value: string | number | boolean) => {
    if (field === 'ownerId')
      return (members()?.items ?? []).find(({ userId }) => userId === value)?.name ?? String(value)
    if (field === 'language') return languageName(String(value))
    return typeof value === 'boolean' ? t(value ? 'details.facts.yes' : 'details.facts.no') : String(value)
  }
  return (
    <div class="flex flex-col gap-4">
      <Show when={props.preview.warnings.length > 0}>
        <ul class="flex flex-col gap-1 rounded-sm bg-warn-soft px-3 py-2 text-warn-ink">
          <For each={props.preview.warnings}>
            {(warning) => (
              <li class="flex gap-2">
                <TriangleAlert aria-hidden="true" class="mt-0.5 size-4 flex-none" />
                {t(`contactPage.mergeDialog.warnings.${warning}`)}
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div class="flex flex-col gap-1.5">
        <p class="font-medium">{t('contactPage.mergeDialog.keep')}</p>
        <Segmented
          label={t('contactPage.mergeDialog.keep')}
          options={(['this', 'other'] as const).map((value) => ({ value, label: nameOf(value) }))}
          value={props.preview.kept}
          onChange={props.onKeep}
        />
      </div>
      <Show when={props.preview.conflicts.length > 0}>
        <div class="flex flex-col gap-2">
          <p class="font-medium">{t('contactPage.mergeDialog.choose')}</p>
          <For each={props.preview.conflicts}>
            {(conflict) => (
              <fieldset class="grid grid-cols-[96px_minmax(0,1fr)_minmax(0,1fr)] items-center gap-2 max-sm:grid-cols-2">
                <legend class="contents">
                  <span class="truncate text-ink-3 max-sm:col-span-2" dir="auto">
                    {label(conflict)}
                  </span>
                </legend>
                <For each={['this', 'other'] as const}>
                  {(side) => (
                    <label class="flex min-h-9 min-w-0 items-center gap-2 rounded-sm px-2.5 py-1.5 inset-ring inset-ring-line-strong has-checked:bg-brand-soft has-checked:inset-ring-brand-line has-focus-visible:outline-2 has-focus-visible:outline-focus max-sm:min-h-11">
                      <input
                        type="radio"
                        class="flex-none accent-(--brand)"
                        name={`choice-${conflict.field}-${conflict.key ?? ''}`}
                        checked={chosenSide(props.choices, conflict, props.preview.kept) === side}
                        onChange={() => props.onChoose(withChoice(props.choices, conflict, side))}
                      />
                      <span class="min-w-0 [overflow-wrap:anywhere]" dir="auto">
                        {shown(conflict, conflict[side])}
                      </span>
                    </label>
                  )}
                </For>
              </fieldset>
            )}
          </For>
        </div>
      </Show>
      <p class="text-ink-2">
        {t('contactPage.mergeDialog.counts', props.preview.counts.conversations, props.preview.counts.messages)}.{' '}
        {t('contactPage.mergeDialog.result')}
      </p>
    </div>
  )
}
