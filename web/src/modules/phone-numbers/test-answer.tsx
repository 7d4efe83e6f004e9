import { useMutation } from '@tanstack/solid-query'
import { createSignal, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { Button, ButtonLink } from '../../ui/button'
import { TextArea } from '../../ui/text-area'
import { TestOutcome } from './test-outcome'

/** The answer to the first message: a text, because the person has just written. */
export function TestAnswer(props: { conversationId: string; organization: string }) {
  const [text, setText] = createSignal(t('numbers.connecting.test.replyText', { organization: props.organization }))
  // The same press twice is the same message.
  const clientId = crypto.randomUUID()
  const send = useMutation(() => ({
    mutationFn: () =>
      call(
        api.api.conversations[':id'].messages.$post({
          param: { id: props.conversationId },
          json: { content: { type: 'text', body: text().trim() }, clientId },
        }),
      ),
  }))
  return (
    <form
      novalidate
      class="mt-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (text().trim() !== '' && !send.isPending) send.mutate()
      }}
    >
      <Show
        when={send.data}
        fallback={
          <>
            <TextArea
              label={t('numbers.connecting.test.replyLabel')}
              name="answer"
              rows={2}
              value={text()}
              onInput={setText}
              error={send.error ? errorText(send.error) : undefined}
              maxlength={4096}
            />
            <Button
              type="submit"
              variant="soft"
              class="mt-2.5"
              busy={send.isPending ? t('numbers.connecting.test.replying') : undefined}
              disabled={text().trim() === ''}
            >
              {t('numbers.connecting.test.reply')}
            </Button>
          </>
        }
      >
        {(message) => (
          <>
            <p class="break-words text-ink-2" dir="auto">
              {message().text}
            </p>
            <TestOutcome messageId={message().id} />
            <ButtonLink href={`/inbox/${props.conversationId}`} size="sm" class="mt-3">
              {t('numbers.connecting.test.openConversation')}
            </ButtonLink>
          </>
        )}
      </Show>
    </form>
  )
}
