import { contentLimits } from '@worker/whatsapp/content-limits.schemas'
import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import X from 'lucide-solid/icons/x'
import { Index, Show } from 'solid-js'
import type { SetStoreFunction } from 'solid-js/store'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import { type Built, type BuiltProblems, mayAddRow } from './builder-content'
import { Counted } from './builder-field'

type Props = { built: Built; setBuilt: SetStoreFunction<Built>; problems: BuiltProblems }

/** The button that opens it, and sections with rows: ten rows in all. */
export function BuilderList(props: Props) {
  return (
    <div class="flex flex-col gap-4">
      <Counted
        label={t('composing.build.listButton')}
        name="listButton"
        value={props.built.listButton}
        limit={contentLimits.listButton}
        onInput={(value) => props.setBuilt('listButton', value)}
        error={props.problems.listButton}
        required
      />
      <Index each={props.built.sections}>{(_, at) => <Section {...props} at={at} />}</Index>
      <Show when={mayAddRow(props.built) && props.built.sections.length < contentLimits.listSections}>
        <Button
          size="sm"
          class="self-start"
          icon={<Plus aria-hidden="true" class="size-3.5" />}
          onClick={() =>
            props.setBuilt('sections', (all) => [...all, { title: '', rows: [{ title: '', description: '' }] }])
          }
        >
          {t('composing.build.addSection')}
        </Button>
      </Show>
    </div>
  )
}

function Section(props: Props & { at: number }) {
  const section = () => props.built.sections[props.at]
  const addRow = () => props.setBuilt('sections', props.at, 'rows', (rows) => [...rows, { title: '', description: '' }])
  const removeRow = (place: number) =>
    props.setBuilt('sections', props.at, 'rows', (rows) => rows.filter((_, index) => index !== place))
  return (
    <fieldset class="flex flex-col gap-3 rounded-md p-3 inset-ring inset-ring-line">
      <legend class="sr-only">{t('composing.build.section', { number: props.at + 1 })}</legend>
      <Show when={props.built.sections.length > 1}>
        <Counted
          label={t('composing.build.sectionTitle')}
          name={`section-${props.at}`}
          value={section()?.title ?? ''}
          limit={contentLimits.sectionTitle}
          onInput={(value) => props.setBuilt('sections', props.at, 'title', value)}
          error={props.problems[`section-${props.at}`]}
          trailing={
            <IconButton
              size="sm"
              class="-me-1.5"
              label={t('composing.build.removeSection', { number: props.at + 1 })}
              icon={<Trash aria-hidden="true" class="size-3.5" />}
              onClick={() => props.setBuilt('sections', (all) => all.filter((_, index) => index !== props.at))}
            />
          }
        />
      </Show>
      <Index each={section()?.rows ?? []}>
        {(row, place) => (
          <div class="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-2 max-sm:grid-cols-1">
            <Counted
              label={t('composing.build.rowTitle')}
              name={`row-${props.at}-${place}`}
              value={row().title}
              limit={contentLimits.rowTitle}
              onInput={(value) => props.setBuilt('sections', props.at, 'rows', place, 'title', value)}
              error={props.problems[`row-${props.at}-${place}`]}
              required
            />
            <Counted
              label={`${t('composing.build.rowDescription')} · ${t('ui.optional')}`}
              name={`description-${props.at}-${place}`}
              value={row().description}
              limit={contentLimits.rowDescription}
              onInput={(value) => props.setBuilt('sections', props.at, 'rows', place, 'description', value)}
              error={props.problems[`description-${props.at}-${place}`]}
              trailing={
                <Show when={(section()?.rows.length ?? 0) > 1}>
                  <IconButton
                    size="sm"
                    class="-me-1.5"
                    label={t('composing.build.removeRow', { number: place + 1 })}
                    icon={<X aria-hidden="true" class="size-3.5" />}
                    onClick={() => removeRow(place)}
                  />
                </Show>
              }
            />
          </div>
        )}
      </Index>
      <Show
        when={mayAddRow(props.built)}
        fallback={
          <p class="text-ink-3 text-xs">{t('composing.build.tooManyRows', { limit: contentLimits.listRows })}</p>
        }
      >
        <Button size="sm" class="self-start" icon={<Plus aria-hidden="true" class="size-3.5" />} onClick={addRow}>
          {t('composing.build.addRow')}
        </Button>
      </Show>
    </fieldset>
  )
}
