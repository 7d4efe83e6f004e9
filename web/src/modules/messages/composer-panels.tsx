import '../../strings/register-composing'
import { Match, Switch } from 'solid-js'
import { lazyPart } from '../../shared/lazy-part'
import { useCurrentMember } from '../auth/current-member'
import type { ComposerProps, ComposerState } from './composer-state'
import { type FormKind, keptForms } from './kept-forms'

const TemplatePicker = lazyPart(() => import('../templates/template-picker'))
const EmojiPicker = lazyPart(() => import('./emoji-picker'), { isAhead: true })
const ComposerBuilder = lazyPart(() => import('./composer-builder'), { isAhead: true })
const LocationDialog = lazyPart(() => import('./composer-location'))
const ContactDialog = lazyPart(() => import('./composer-contact'))
const ScheduleDialog = lazyPart(() => import('./schedule-dialog'))

/** What opens above the box: each is loaded when it is first wanted. */
export default function ComposerPanels(props: ComposerProps & { state: ComposerState }) {
  const { state } = props
  const member = useCurrentMember()
  const kept = <Kind extends FormKind>(kind: Kind) =>
    keptForms(kind, {
      organizationId: member.organizationId(),
      userId: member.me().user.id,
      conversationId: state.id,
    })
  const close = () => {
    state.setPanel(undefined)
    queueMicrotask(() => state.box.focus())
  }
  const deliver = (...sent: Parameters<ComposerState['deliver']>) => {
    state.deliver(...sent)
    queueMicrotask(() => state.box.focus())
  }
  return (
    <Switch>
      <Match when={state.panel() === 'template'}>
        <TemplatePicker
          conversation={props.conversation}
          kept={kept('template')}
          query={state.panelQuery()}
          onSend={(content, scheduledFor) => {
            deliver([content], { scheduledFor })
          }}
          onClose={close}
        />
      </Match>
      <Match when={state.panel() === 'emoji'}>
        <EmojiPicker onChoose={(emoji) => state.box.insert(emoji)} onClose={close} />
      </Match>
      <Match when={state.panel() === 'builder'}>
        <ComposerBuilder
          name={props.conversation.contact.displayName}
          text={state.text()}
          kept={kept('builder')}
          onSend={(content, source) => {
            // What was written in the box since is another message.
            if (state.text() === source) state.setText('')
            deliver([content])
          }}
          onClose={close}
        />
      </Match>
      <Match when={state.panel() === 'location'}>
        <LocationDialog kept={kept('location')} onSend={(content) => deliver([content])} onClose={close} />
      </Match>
      <Match when={state.panel() === 'contact'}>
        <ContactDialog kept={kept('contact')} onSend={(content) => deliver([content])} onClose={close} />
      </Match>
      <Match when={state.panel() === 'schedule'}>
        <ScheduleDialog
          windowEndsAt={props.conversation.windowEndsAt}
          onChoose={(at) => {
            close()
            state.send({ scheduledFor: at.toISOString() })
          }}
          onClose={close}
        />
      </Match>
    </Switch>
  )
}
