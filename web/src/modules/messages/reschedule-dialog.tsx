import '../../strings/register-composing'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { createSignal, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { serverNow } from '../../shared/server-clock'
import { formatExactly } from '../../shared/times'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/text-field'
import { showToast } from '../../ui/toast'
import { useInboxLive } from '../inbox/inbox-context'
import { useThread } from './thread-context'

/** Another time for a message that waits for its own. */
export default function RescheduleDialog(props: {
  message: Message
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const live = useInboxLive()
  const [value, setValue] = createSignal(toLocal(props.message.scheduledFor ?? props.message.occurredAt))
  const [problem, setProblem] = createSignal<string>()
  const [isSaving, setSaving] = createSignal(false)

  const thread = useThread()
  /** Then anything but a template is refused. */
  const isAfterWindow = () => {
    const { windowEndsAt } = thread.conversation()
    const isFree = props.message.content.type !== 'template'
    return isFree && windowEndsAt !== null && Date.parse(value()) >= Date.parse(windowEndsAt)
  }
  async function save(): Promise<void> {
    if (isSaving()) return
    const at = Date.parse(value())
    if (Number.isNaN(at)) return void setProblem(t('thread.scheduled.timeNeeded'))
    if (at <= serverNow()) return void setProblem(t('thread.scheduled.timePast'))
    setSaving(true)
    try {
      const scheduledFor = new Date(at).toISOString()
      const changed = await call(
        api.api.messages[':id'].$patch({ param: { id: props.message.id }, json: { scheduledFor } }),
      )
      live.cache.applyMessages(props.message.conversationId, [changed])
      props.onOpenChange(false)
      showToast({ tone: 'ok', text: t('thread.scheduled.changed', { time: formatExactly(scheduledFor) }) })
    } catch (error) {
      setProblem(errorText(error))
    } finally {
      setSaving(false)
    }
  }
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => props.onOpenChange(open)}
      title={t('thread.scheduled.dialog')}
      size="sm"
      footer={
        <Button
          variant="primary"
          busy={isSaving() ? t('thread.scheduled.saving') : undefined}
          onClick={() => void save()}
        >
          {t('thread.scheduled.save')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          type="datetime-local"
          name="scheduledFor"
          label={t('thread.scheduled.time')}
          value={value()}
          error={problem()}
          onInput={(typed) => {
            setValue(typed)
            setProblem(undefined)
          }}
        />
        <Show when={!problem() && isAfterWindow()}>
          <div class="mt-3">
            <Banner tone="warn">{t('composing.schedule.afterWindow')}</Banner>
          </div>
        </Show>
      </form>
    </Dialog>
  )
}

/** As a field of the browser has it: the viewer's own clock. */
function toLocal(at: string): string {
  const date = new Date(at)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
