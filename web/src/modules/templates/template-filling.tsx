import type { ContactSummary } from '@worker/modules/contacts/contacts.schemas'
import type { Template } from '@worker/modules/templates/templates.schemas'
import { checkTemplate } from '@worker/whatsapp/template-rendering'
import ArrowLeft from 'lucide-solid/icons/arrow-left'
import { createEffect, createMemo, createSignal, onMount, Show, Suspense } from 'solid-js'
import { createStore } from 'solid-js/store'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { Button } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import { firstNameOf, isRealName } from '../messages/composer-rules'
import { fieldsOf, isUnsupported } from './template-fields'
import { findFieldProblems, TemplateForm } from './template-form'
import { TemplatePreview } from './template-preview'
import { refill } from './template-refill'
import { suggestValues, type TemplateContent, type TemplateFiles, toTemplateContent } from './template-values'
import { kindOf } from './template-words'

const ScheduleDialog = lazyPart(() => import('../messages/schedule-dialog'))

/** The values of one template beside its preview, and the way out. */
export function TemplateFilling(props: {
  template: Template
  contact: ContactSummary
  /** What it was filled in with before: it was left, or taken back. */
  filled: TemplateContent | undefined
  /** It is filled in with this so far. */
  onFill: (content: TemplateContent) => void
  onBack: () => void
  onSend: (content: TemplateContent, scheduledFor: string | undefined) => void
}) {
  const { template } = props
  const fields = fieldsOf(template)
  const { displayName } = props.contact
  const person = isRealName(displayName) ? { firstName: firstNameOf(displayName), name: displayName } : null
  const before = props.filled && refill(template, props.filled)
  const [values, setValues] = createStore<Record<string, string>>(before?.values ?? suggestValues(template, person))
  const [files, setFiles] = createStore<Record<string, TemplateFiles[string]>>(before?.files ?? {})
  const [pictures, setPictures] = createStore<Record<string, string | null>>({})
  const [isTried, setTried] = createSignal(false)
  const [problem, setProblem] = createSignal<string>()
  const [isScheduling, setScheduling] = createSignal(false)
  const problems = createMemo(() => (isTried() ? findFieldProblems(fields, values, files) : {}))
  let form: HTMLFormElement | undefined
  let send: HTMLButtonElement | undefined
  const soFar = createMemo(() => toTemplateContent(template, { values, files }))
  const untouched = JSON.stringify(soFar())
  createEffect(() => {
    if (before !== undefined || JSON.stringify(soFar()) !== untouched) props.onFill(soFar())
  })
  onMount(() => (form?.querySelector<HTMLElement>('input:not([type="search"])') ?? send)?.focus())

  /** @returns the message, or nothing when something is missing: it is shown then */
  function complete(): TemplateContent | undefined {
    setTried(true)
    if (Object.keys(problems()).length > 0) {
      form?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
      return undefined
    }
    const content = toTemplateContent(template, { values, files })
    // The server's own rules: what they refuse would come back refused.
    const refusal = checkTemplate(template, content.components).join(' ')
    setProblem(refusal === '' ? undefined : refusal)
    return refusal === '' ? content : undefined
  }
  function submit(event: SubmitEvent): void {
    event.preventDefault()
    const content = complete()
    if (content) props.onSend(content, undefined)
  }

  return (
    <form ref={(element) => (form = element)} onSubmit={submit} novalidate>
      <div class="mb-2 flex items-center gap-1">
        <IconButton
          size="sm"
          label={t('composing.templates.back')}
          shortcut="esc"
          icon={<ArrowLeft aria-hidden="true" class="size-4 rtl:rotate-180" />}
          onClick={() => props.onBack()}
        />
        <p class="min-w-0 flex-1 truncate px-1">
          <b class="font-medium">{template.name}</b> <span class="text-ink-3 text-xs">{kindOf(template)}</span>
        </p>
      </div>
      <div class="grid grid-cols-[minmax(0,1fr)_230px] items-start gap-3 @max-[560px]:grid-cols-1 max-sm:grid-cols-1">
        <div class="flex min-w-0 flex-col gap-3 px-1.5 pb-1">
          <Show when={isUnsupported(template)}>
            <p class="text-ink-2">{t('composing.templates.unsupported')}</p>
          </Show>
          <TemplateForm
            fields={fields}
            values={values}
            files={before?.files ?? {}}
            problems={problems()}
            onValue={(id, value) => {
              setValues(id, value)
              setProblem(undefined)
            }}
            onFile={(id, file, url) => {
              setFiles(id, file)
              setPictures(id, url)
            }}
          />
          <Show when={problem()}>
            <p role="alert" class="text-bad-ink text-xs">
              {problem()}
            </p>
          </Show>
          {/* On a phone the values may be more than fit: how to send them stays in sight. */}
          <div class="flex flex-wrap gap-2 pt-1 max-sm:sticky max-sm:bottom-0 max-sm:bg-raised max-sm:py-2">
            <Button
              ref={(element) => (send = element)}
              type="submit"
              variant="primary"
              disabled={isUnsupported(template)}
            >
              {t('composing.templates.send')}
            </Button>
            <Button
              variant="ghost"
              disabled={isUnsupported(template)}
              onClick={() => complete() && setScheduling(true)}
            >
              {t('composing.templates.later')}
            </Button>
          </div>
        </div>
        <div class="sticky top-0 max-sm:static">
          <TemplatePreview
            template={template}
            values={values}
            pictures={pictures}
            label={t('composing.templates.preview', { name: firstNameOf(displayName) })}
          />
        </div>
      </div>
      <Show when={isScheduling()}>
        <Suspense>
          <ScheduleDialog
            windowEndsAt={null}
            onChoose={(at) => {
              const content = complete()
              setScheduling(false)
              if (content) props.onSend(content, at.toISOString())
            }}
            onClose={() => setScheduling(false)}
          />
        </Suspense>
      </Show>
    </form>
  )
}
