import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { contentLimits } from '@worker/whatsapp/content-limits.schemas'
import { createEffect, createMemo, createSignal, Match, Switch } from 'solid-js'
import { createStore } from 'solid-js/store'
import { t } from '../../shared/i18n'
import { Dialog } from '../../ui/dialog'
import { Segmented } from '../../ui/segmented'
import { TextArea } from '../../ui/text-area'
import { BuilderButtons } from './builder-buttons'
import { type Built, bodyLimitOf, emptyBuild, findProblems, findTooLong, ofContent, toContent } from './builder-content'
import { Counted, Left } from './builder-field'
import { BuilderList } from './builder-list'
import { BuilderPreview } from './builder-preview'
import { firstNameOf } from './composer-rules'
import { KeptFooter } from './kept-footer'
import type { KeptForms } from './kept-forms'

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
  kept: KeptForms<'builder'>
  /** @param source the text of the box that it began with */
  onSend: (content: Extract<NewMessage['content'], { type: 'buttons' | 'list' }>, source: string) => void
  onClose: () => void
}) {
  const kept = props.kept.open()
  const before =
    kept.before && 'taken' in kept.before ? { built: ofContent(kept.before.taken), source: '' } : kept.before
  const source = before?.source ?? props.text
  const [built, setBuilt] = createStore<Built>(structuredClone(before?.built ?? emptyBuild(source)))
  const blank = JSON.stringify(emptyBuild(source))
  const isTouched = createMemo(() => JSON.stringify(built) !== blank)
  createEffect(() => {
    // Reads all of it: whatever changes is kept at once.
    if (isTouched()) kept.write({ built: JSON.parse(JSON.stringify(built)), source })
    else kept.drop()
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
    kept.drop()
    props.onSend(content, source)
  }

  function discard(): void {
    kept.drop()
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
        <div class="mt-5">
          <KeptFooter
            isTouched={isTouched()}
            submit={t('composing.build.send')}
            onDiscard={discard}
            onClose={props.onClose}
          />
        </div>
      </form>
    </Dialog>
  )
}
