import type { ContactImport } from '@worker/modules/contact-import/contact-import.schemas'
import FileSpreadsheet from 'lucide-solid/icons/file-spreadsheet'
import Upload from 'lucide-solid/icons/upload'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatSize } from '../../shared/times'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { cx } from '../../ui/cx'
import { ProgressBar } from '../../ui/progress-bar'

/** Dropped or chosen; then how far the upload is. */
export function FileStep(props: {
  /** One that was announced, and whose upload has stopped. */
  stopped: ContactImport | undefined
  /** On its way. `share`: 0 to 1, 1 while the server reads it. */
  sending: { name: string; share: number } | undefined
  problem: string | undefined
  onFile: (file: File) => void
  /** Once more with the same file. */
  onRetry: (() => void) | undefined
}) {
  const [isOver, setOver] = createSignal(false)
  let input: HTMLInputElement | undefined
  return (
    <Switch>
      <Match when={props.sending}>
        {(sending) => (
          <div class="flex flex-col gap-2.5 rounded-lg bg-surface-2 px-4 py-3.5 inset-ring inset-ring-line">
            <p class="flex items-center gap-2" role="status">
              <FileSpreadsheet aria-hidden="true" class="size-4 flex-none text-ink-2" />
              <span class="min-w-0 flex-1 truncate font-medium" dir="auto">
                {t(sending().share < 1 ? 'contactImport.file.uploading' : 'contactImport.file.reading', {
                  name: sending().name,
                })}
              </span>
            </p>
            <ProgressBar
              label={t('contactImport.file.uploading', { name: sending().name })}
              share={sending().share < 1 ? sending().share : undefined}
            />
          </div>
        )}
      </Match>
      <Match when={true}>
        <div class="flex flex-col gap-4">
          <Show when={props.problem}>
            {(text) => (
              <Banner
                tone="bad"
                action={
                  <Show when={props.onRetry}>
                    {(retry) => (
                      <Button size="sm" onClick={() => retry()()}>
                        {t('contactImport.file.tryAgain')}
                      </Button>
                    )}
                  </Show>
                }
              >
                {text()}
              </Banner>
            )}
          </Show>
          <Show when={!props.problem && props.stopped}>
            {(stopped) => <Banner tone="info">{t('contactImport.file.again', { name: stopped().filename })}</Banner>}
          </Show>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same */}
          <div
            class={cx(
              'flex flex-col items-center gap-2 rounded-lg border-[1.5px] border-line-strong border-dashed px-6 py-12 text-center',
              isOver() && 'border-brand bg-brand-soft',
            )}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(true)
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
              event.preventDefault()
              setOver(false)
              const file = event.dataTransfer?.files[0]
              if (file) props.onFile(file)
            }}
          >
            <Upload aria-hidden="true" class="size-6 text-ink-3" />
            <p class="font-semibold">{t('contactImport.file.drop')}</p>
            <p class="max-w-[46ch] text-ink-2 text-sm">{t('contactImport.file.text')}</p>
            <Button variant="primary" class="mt-2" onClick={() => input?.click()}>
              {t('contactImport.file.choose')}
            </Button>
            <input
              ref={(element) => (input = element)}
              type="file"
              accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
              aria-label={t('contactImport.file.input')}
              class="sr-only"
              tabindex="-1"
              onChange={(event) => {
                const file = event.currentTarget.files?.[0]
                event.currentTarget.value = ''
                if (file) props.onFile(file)
              }}
            />
          </div>
        </div>
      </Match>
    </Switch>
  )
}

/** What the server found the file to be. */
export function FileLine(props: { found: ContactImport; onReplace: (() => void) | undefined }) {
  const about = () => {
    const { file, upload } = props.found
    if (!file) return formatSize(upload.size)
    return [
      formatSize(upload.size),
      t(`contactImport.file.encoding.${file.encoding}`),
      t(`contactImport.file.delimiter.${file.delimiter}`),
      t('contactImport.file.rows', file.estimatedRows),
    ].join(' · ')
  }
  return (
    <div class="flex items-center gap-2">
      <FileSpreadsheet aria-hidden="true" class="size-4 flex-none text-ink-2" />
      <p class="min-w-0 flex-1 truncate">
        <b dir="auto">{props.found.filename}</b> <span class="text-ink-3 text-xs">{about()}</span>
      </p>
      <Show when={props.onReplace}>
        {(replace) => (
          <Button size="sm" variant="ghost" onClick={() => replace()()}>
            {t('contactImport.file.replace')}
          </Button>
        )}
      </Show>
    </div>
  )
}
