import { For, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { TextField } from '../../ui/text-field'
import { readCoordinates } from '../messages/coordinates'
import type { TemplateField } from './template-fields'
import { TemplateFileField } from './template-file-field'
import type { TemplateFiles, TemplateValues } from './template-values'

export type TemplateFormProps = {
  fields: readonly TemplateField[]
  values: TemplateValues
  /** Those it begins with. */
  files: TemplateFiles
  problems: Readonly<Record<string, string>>
  onValue: (id: string, value: string) => void
  onFile: (id: string, file: TemplateFiles[string], pictureUrl: string | null) => void
}

/** What the template needs, one field for each. */
export function TemplateForm(props: TemplateFormProps) {
  return (
    <For each={props.fields}>
      {(field, at) => (
        <>
          <Show when={field.card !== null && props.fields[at() - 1]?.card !== field.card}>
            <h4 class="pt-1 font-medium text-ink-3 text-xs">
              {t('composing.templates.cardOf', { number: (field.card ?? 0) + 1 })}
            </h4>
          </Show>
          <Switch
            fallback={
              <TextField
                {...text(props, field.id)}
                label={labelOf(field)}
                hint={hintOf(field)}
                type={field.kind === 'ends' ? 'datetime-local' : 'text'}
              />
            }
          >
            <Match when={field.kind === 'media' && field}>
              {(media) => (
                <TemplateFileField
                  label={labelOf(field)}
                  kind={media().format}
                  before={props.files[field.id]?.mediaId}
                  error={props.problems[field.id]}
                  onFile={(file, url) => props.onFile(field.id, file, url)}
                />
              )}
            </Match>
            <Match when={field.kind === 'place'}>
              <TextField
                {...text(props, field.id)}
                label={t('composing.templates.placeCoordinates')}
                hint={t('composing.place.coordinatesHint')}
                dir="ltr"
              />
              <TextField {...text(props, `${field.id}-name`)} label={t('composing.templates.placeName')} />
              <TextField {...text(props, `${field.id}-address`)} label={t('composing.templates.placeAddress')} />
            </Match>
          </Switch>
        </>
      )}
    </For>
  )
}

const text = (props: TemplateFormProps, id: string) => ({
  name: id,
  get value() {
    return props.values[id] ?? ''
  },
  get error() {
    return props.problems[id]
  },
  onInput: (value: string) => props.onValue(id, value),
  autocomplete: 'off',
  dir: 'auto' as const,
})

/** Names as people write them; numbers need a word before them. */
function labelOf(field: TemplateField): string {
  switch (field.kind) {
    case 'text': {
      const words = field.variable.replaceAll('_', ' ')
      if (/^\d+$/.test(words))
        return field.part === 'header'
          ? t('composing.templates.header')
          : t('composing.templates.value', { name: words })
      return words.charAt(0).toUpperCase() + words.slice(1)
    }
    case 'link':
      return t('composing.templates.link', { button: field.button, url: field.url.replace(/\{\{.*?\}\}/, '…') })
    case 'media':
      return t(`composing.templates.headers.${field.format}`)
    case 'coupon':
      return t('composing.templates.coupon')
    case 'code':
      return t('composing.templates.code')
    case 'ends':
      return t('composing.templates.offerEnds')
    case 'place':
      return t('composing.templates.place')
  }
}

const hintOf = (field: TemplateField): string | undefined =>
  'example' in field && field.example ? t('composing.templates.example', { example: field.example }) : undefined

const MANY_SPACES = /[\n\t]| {5}/
/** What is missing or can't be sent, by the field's id. The server looks again, at lengths too. */
export function findFieldProblems(
  fields: readonly TemplateField[],
  values: TemplateValues,
  files: TemplateFiles,
): Record<string, string> {
  const problems: Record<string, string> = {}
  for (const field of fields) {
    const value = (values[field.id] ?? '').trim()
    if (field.kind === 'media') {
      if (!files[field.id]) problems[field.id] = t('composing.templates.needsFile')
    } else if (field.kind === 'place') {
      if (!readCoordinates(value)) problems[field.id] = t('composing.place.invalid')
    } else if (value === '') problems[field.id] = t('composing.templates.needsValue')
    else if (field.kind === 'text' && MANY_SPACES.test(value)) problems[field.id] = t('composing.templates.oneLine')
  }
  return problems
}
