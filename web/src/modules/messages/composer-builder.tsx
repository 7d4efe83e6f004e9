import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { contentLimits } from '@worker/whatsapp/content-limits.schemas'
import { createEffect, createMemo, createSignal, Match, Show, Switch } from 'solid-js'
import { createStore } from 'solid-js/store'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Segmented } from '../../ui/segmented'
import { TextArea } from '../../ui/text-area'
import { BuilderButtons } from './builder-buttons'
import { type Built, bodyLimitOf, emptyBuild, findProblems, findTooLong, toContent } from './builder-content'
import { Counted, Left } from './builder-field'
import type { KeptBuildPlace } from './builder-kept'
import { BuilderList } from './builder-list'
import { BuilderPreview } from './builder-preview'
import { firstNameOf } from './composer-rules'

const kinds = [
  { value: 'buttons', label: t('composing.build.buttons') },
  { value: 'list', label: t('composing.build.list') },
] as const

/**
 * A message with buttons to tap or a list to pick from. Limits are counters; nothing is cut, and what is too long is not
 * sent. What was built is kept until it is sent or discarded.
 */
export default function ComposerBuilder(props: {
  name: string
  /** What is in the box already. */
  text: string
  kept: KeptBuildPlace
  /** @param source the text of the box that it began with */
  onSend: (content: Extract<NewMessage['content'], { type: 'buttons' | 'list' }>, source: string) => void
  onClose: () => void
}) {
  const before = props.kept.read()
  const source = before?.source ?? props.text
  const [built, setBuilt] = createStore<Built>(structuredClone(before?.built ?? emptyBuild(source)))
  const blank = JSON.stringify(emptyBuild(source))
  const isTouched = createMemo(() => JSON.stringify(built) !== blank)
  createEffect(() => {
    // Reads all of it: whatever changes is kept at once.
    if (isTouched()) props.kept.write({ built: JSON.parse(JSON.stringify(built)), source })
    else props.kept.drop()
  })
  const [isTried, setTried] = createSignal(false)
  const problems = createMemo(() => ({ ...(isTried() ? findProblems(built) : {}), ...findTooLong(built) }))
  let form: HTMLFormElement | undefined

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (Object.keys(problems()).length > 0) {
      form?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
      return
    }
    const content = toContent(built)
    props.kept.drop()
    props.onSend(content, source)
  }

  function discard(): void {
    props.kept.drop()
    props.onClose()
  }

  return (
    <Dialog open onOpenChange={() => props.onClose()} title={t('composing.build.title')} size="xl">
      <form ref={(element) => (form = element)} onSubmit={submit} novalidate class="pb-1">
        <div class="grid grid-cols-[minmax(0,1fr)_280px] items-start gap-6 max-sm:grid-cols-1">
          <div class="flex min-w-0 flex-col gap-4">
            <div class="flex">
              <Segmented
                label={t('composing.build.kind')}
                options={kinds}
                value={built.kind}
                onChange={(kind) => setBuilt('kind', kind)}
              />
            </div>
            <TextArea
              label={t('composing.build.body')}
              name="body"
              value={built.body}
              onInput={(body) => setBuilt('body', body)}
              error={problems().body}
              labelEnd={<Left text={built.body} limit={bodyLimitOf(built)} />}
              required
            />
            <Switch>
              <Match when={built.kind === 'buttons'}>
                <BuilderButtons built={built} setBuilt={setBuilt} problems={problems()} />
              </Match>
              <Match when={built.kind === 'list'}>
                <BuilderList built={built} setBuilt={setBuilt} problems={problems()} />
              </Match>
            </Switch>
            <div class="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
              <Counted
                label={`${t('composing.build.header')} · ${t('ui.optional')}`}
                name="header"
                value={built.header}
                limit={contentLimits.header}
                onInput={(header) => setBuilt('header', header)}
                error={problems().header}
              />
              <Counted
                label={`${t('composing.build.footer')} · ${t('ui.optional')}`}
                name="footer"
                value={built.footer}
                limit={contentLimits.footer}
                onInput={(footer) => setBuilt('footer', footer)}
                error={problems().footer}
              />
            </div>
          </div>
          <BuilderPreview built={built} label={t('composing.build.preview', { name: firstNameOf(props.name) })} />
        </div>
        <div class="mt-5 flex items-center justify-end gap-2 max-sm:flex-col-reverse max-sm:items-stretch">
          <Show when={isTouched()}>
            <Button variant="danger-ghost" class="me-auto max-sm:me-0" onClick={discard}>
              {t('composing.build.discard')}
            </Button>
          </Show>
          <Button onClick={() => props.onClose()}>{t(isTouched() ? 'composing.build.keep' : 'ui.cancel')}</Button>
          <Button type="submit" variant="primary">
            {t('composing.build.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
