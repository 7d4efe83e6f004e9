import { createEffect, Match, on, Suspense, Switch } from 'solid-js'
import { offlineError } from '../../shared/api-error'
import { errorText } from '../../shared/errors'
import { later } from '../../shared/later'
import type { ComposerProps, ComposerState } from './composer-state'

// Not by `lazy`: without a network the page would go, not the list.
const CannedPicker = later(async () => (await import('../canned-replies/canned-picker')).default)
const EmojiSuggestions = later(async () => (await import('./emoji-suggestions')).default)
const MentionPicker = later(async () => (await import('./mention-picker')).default)
const loadTemplates = () => Promise.all([import('./composer-panels'), import('../templates/template-picker')])

/** What is offered for what stands before the caret: canned replies, templates, emoji, colleagues. */
export function ComposerSuggestions(props: ComposerProps & { state: ComposerState }) {
  const { state } = props
  const trigger = () => state.box.trigger()

  // "//" is no text: it opens the templates. What is typed until they are there is what they are sought by.
  createEffect(
    on(
      () => trigger()?.kind,
      (kind) => {
        if (kind !== 'template') return
        loadTemplates().then(
          () => {
            const found = trigger()
            if (found?.kind !== 'template') return
            state.box.replace('')
            state.setPanel('template', found.query)
          },
          () => state.setProblem(errorText(offlineError())),
        )
      },
    ),
  )
  return (
    <Suspense>
      <Switch>
        <Match when={trigger()?.kind === 'canned'}>
          <CannedPicker conversation={props.conversation} state={state} query={trigger()?.query ?? ''} />
        </Match>
        <Match when={trigger()?.kind === 'emoji'}>
          <EmojiSuggestions state={state} query={trigger()?.query ?? ''} />
        </Match>
        <Match when={trigger()?.kind === 'mention'}>
          <MentionPicker
            members={props.members}
            conversation={props.conversation}
            state={state}
            query={trigger()?.query ?? ''}
          />
        </Match>
      </Switch>
    </Suspense>
  )
}
