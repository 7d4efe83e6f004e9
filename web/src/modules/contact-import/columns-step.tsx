import type { ImportFile } from '@worker/modules/contact-import/contact-import.schemas'
import type { CustomField } from '@worker/modules/contacts/custom-fields.schemas'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { ColumnRow } from './column-row'
import type { ColumnChoice, ColumnProblem } from './column-targets'

/** What each column of the file becomes, and how its first rows look. */
export function ColumnsStep(props: {
  file: ImportFile
  choices: readonly ColumnChoice[]
  fields: readonly CustomField[]
  problems: readonly ColumnProblem[]
  onChoice: (at: number, choice: ColumnChoice) => void
  onNewField: (at: number) => void
}) {
  const needsLook = (at: number) => props.problems.some((one) => one.kind === 'format' && one.index === at)
  return (
    <>
      <ul aria-label={t('contactImport.columns.list')} class="border-line-soft border-t">
        <For each={props.file.columns}>
          {(column, at) => (
            <Show when={props.choices[at()]}>
              {(choice) => (
                <ColumnRow
                  column={column}
                  choice={choice()}
                  fields={props.fields}
                  hasProblem={needsLook(at())}
                  onChange={(next) => props.onChoice(at(), next)}
                  onNewField={() => props.onNewField(at())}
                />
              )}
            </Show>
          )}
        </For>
      </ul>
      <details class="rounded-md bg-surface-2 px-3.5 py-2 inset-ring inset-ring-line">
        <summary class="cursor-pointer py-1 font-medium text-sm">{t('contactImport.columns.preview')}</summary>
        <section class="overflow-x-auto pb-1" tabindex="0" aria-label={t('contactImport.columns.preview')}>
          <table class="text-xs">
            <thead>
              <tr>
                <For each={props.file.columns}>
                  {({ name, index }) => (
                    <th class="max-w-44 truncate py-1 pe-4 text-start font-medium text-ink-2" dir="auto">
                      {name || t('contactImport.columns.nameless', { number: index + 1 })}
                    </th>
                  )}
                </For>
              </tr>
            </thead>
            <tbody>
              <For each={props.file.rows}>
                {(row) => (
                  <tr class="border-line-soft border-t">
                    <For each={props.file.columns}>
                      {({ index }) => (
                        <td class="max-w-44 truncate py-1 pe-4" dir="auto" title={row[index]}>
                          {row[index]}
                        </td>
                      )}
                    </For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
      </details>
    </>
  )
}
