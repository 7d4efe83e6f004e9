import type { NewMessage } from '@worker/modules/messages/messages.schemas'
import { contentLimits } from '@worker/whatsapp/content-limits.schemas'
import { createMemo, createSignal, Match, Switch } from 'solid-js'
import { createStore } from 'solid-js/store'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Segmented } from '../../ui/segmented'
import { TextArea } from '../../ui/text-area'
import { BuilderButtons } from './builder-buttons'
import { type Built, findProblems, toContent } from './builder-content'
import { Counted, Left } from './builder-field'
import { BuilderList } from './builder-list'
import { BuilderPreview } from './builder-preview'
import { firstNameOf } from './composer-rules'

const kinds = [
  { value: 'buttons', label: t('composing.build.buttons') },
  { value: 'list', label: t('composing.build.list') },
] as const

/** A message with buttons to tap or a list to pick from. Limits are counters; nothing longer can be typed. */
export default function ComposerBuilder(props: {
  name: string
  /** What is in the box already. */
  text: string
  onSend: (content: Extract<NewMessage['content'], { type: 'buttons' | 'list' }>) => void
  onClose: () => void
}) {
  const [built, setBuilt] = createStore<Built>({
    kind: 'buttons',
    header: '',
    body: props.text.slice(0, contentLimits.buttonsBody),
    footer: '',
    buttons: [''],
    listButton: '',
    sections: [{ title: '', rows: [{ title: '', description: '' }] }],
  })
  const [isTried, setTried] = createSignal(false)
  const problems = createMemo(() => (isTried() ? findProblems(built) : {}))
  const bodyLimit = () => (built.kind === 'buttons' ? contentLimits.buttonsBody : contentLimits.listBody)
  let form: HTMLFormElement | undefined

  function submit(event: SubmitEvent): void {
    event.preventDefault()
    setTried(true)
    if (Object.keys(problems()).length > 0) {
      form?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
      return
    }
    props.onSend(toContent(built))
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
              onInput={(body) => setBuilt('body', body.slice(0, bodyLimit()))}
              error={problems().body}
              labelEnd={<Left text={built.body} limit={bodyLimit()} />}
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
              />
              <Counted
                label={`${t('composing.build.footer')} · ${t('ui.optional')}`}
                name="footer"
                value={built.footer}
                limit={contentLimits.footer}
                onInput={(footer) => setBuilt('footer', footer)}
              />
            </div>
          </div>
          <BuilderPreview built={built} label={t('composing.build.preview', { name: firstNameOf(props.name) })} />
        </div>
        <div class="mt-5 flex items-center justify-end gap-2 max-sm:flex-col-reverse max-sm:items-stretch">
          <Button onClick={() => props.onClose()}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary">
            {t('composing.build.send')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
