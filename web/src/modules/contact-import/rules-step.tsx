import type { Tag as TagRow } from '@worker/modules/contacts/contacts.schemas'
import Plus from 'lucide-solid/icons/plus'
import X from 'lucide-solid/icons/x'
import { createSignal, createUniqueId, For, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { Button } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { Select } from '../../ui/select'
import { Tag } from '../../ui/tag'
import { TextField } from '../../ui/text-field'
import { regionOptions } from '../segments/countries'

const TagPicker = lazyPart(() => import('../contacts/tag-picker'))
const NO_COUNTRY = '-'

export type Rules = {
  mode: 'upsert' | 'create'
  country: string | null
  tags: readonly TagRow[]
  hasAgreed: boolean
  source: string
  wording: string
}

/** What is done with everybody in the file. */
export function RulesStep(props: { rules: Rules; onChange: (part: Partial<Rules>) => void }) {
  const [isPicking, setPicking] = createSignal(false)
  let anchor: HTMLSpanElement | undefined
  const without = (tag: TagRow) => props.rules.tags.filter(({ id }) => id !== tag.id)
  const toggle = (tag: TagRow) => {
    const rest = without(tag)
    props.onChange({ tags: rest.length < props.rules.tags.length ? rest : [...rest, tag] })
  }
  return (
    <div class="flex flex-col gap-6">
      <fieldset class="flex flex-col gap-1.5">
        <legend class="pb-1.5 font-medium text-[12.5px]/[18px]">{t('contactImport.rules.mode')}</legend>
        <For each={['upsert', 'create'] as const}>
          {(mode) => (
            <Choice
              name="mode"
              checked={props.rules.mode === mode}
              label={t(`contactImport.rules.${mode}`)}
              hint={t(`contactImport.rules.${mode}Hint`)}
              onChoose={() => props.onChange({ mode })}
            />
          )}
        </For>
      </fieldset>
      <Select
        label={t('contactImport.rules.country')}
        options={[{ value: NO_COUNTRY, label: t('contactImport.rules.noCountry') }, ...regionOptions()]}
        value={props.rules.country ?? NO_COUNTRY}
        onChange={(value) => props.onChange({ country: value === NO_COUNTRY ? null : value })}
      />
      <section class="flex flex-col items-start gap-2">
        <h3 class="font-medium text-[12.5px]/[18px]">{t('contactImport.rules.tags')}</h3>
        <div class="flex flex-wrap items-center gap-1.5">
          <For each={props.rules.tags}>
            {(tag) => (
              <span class="inline-flex items-center gap-0.5">
                <Tag name={tag.name} tint={tag.tint} />
                <button
                  type="button"
                  aria-label={t('contactImport.rules.removeTag', { name: tag.name })}
                  class="grid size-5 place-items-center rounded-xs text-ink-3 hover:bg-surface-3 max-sm:size-11 [&_.lucide]:size-3"
                  onClick={() => props.onChange({ tags: without(tag) })}
                >
                  <X aria-hidden="true" />
                </button>
              </span>
            )}
          </For>
          <span ref={(element) => (anchor = element)} class="inline-flex">
            <Button size="sm" icon={<Plus aria-hidden="true" />} onClick={() => setPicking(true)}>
              {t('contactImport.rules.addTag')}
            </Button>
          </span>
          <Show when={isPicking() ? anchor : undefined} keyed>
            {(at) => (
              <Suspense>
                <TagPicker anchor={at} chosen={props.rules.tags} onToggle={toggle} onClose={() => setPicking(false)} />
              </Suspense>
            )}
          </Show>
        </div>
      </section>
      <div class="flex flex-col gap-4">
        <Checkbox
          label={t('contactImport.rules.consent')}
          hint={t('contactImport.rules.consentHint')}
          name="consent"
          checked={props.rules.hasAgreed}
          onChange={(hasAgreed) => props.onChange({ hasAgreed })}
        />
        <Show when={props.rules.hasAgreed}>
          <TextField
            label={t('contactImport.rules.source')}
            name="source"
            dir="auto"
            autocomplete="off"
            maxlength={200}
            hint={t('contactImport.rules.sourceHint')}
            value={props.rules.source}
            onInput={(source) => props.onChange({ source })}
          />
          <TextField
            label={t('contactImport.rules.wording')}
            name="wording"
            dir="auto"
            autocomplete="off"
            maxlength={2000}
            hint={t('contactImport.rules.wordingHint')}
            value={props.rules.wording}
            onInput={(wording) => props.onChange({ wording })}
          />
        </Show>
      </div>
    </div>
  )
}

function Choice(props: { name: string; label: string; hint: string; checked: boolean; onChoose: () => void }) {
  const id = createUniqueId()
  return (
    <label class="flex items-start gap-2.5 rounded-md px-3.5 py-2.5 inset-ring inset-ring-line has-checked:bg-brand-soft has-checked:inset-ring-brand-line">
      <input
        type="radio"
        name={props.name}
        checked={props.checked}
        aria-describedby={id}
        onChange={() => props.onChoose()}
        class="mt-0.5 size-4 flex-none accent-brand"
      />
      <span class="flex flex-col">
        <span class="font-medium">{props.label}</span>
        <span id={id} class="text-ink-2 text-xs">
          {props.hint}
        </span>
      </span>
    </label>
  )
}
