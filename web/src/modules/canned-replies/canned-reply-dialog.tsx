import '../../strings/register-canned'
import { useQueryClient } from '@tanstack/solid-query'
import type { CannedReply } from '@worker/modules/canned-replies/canned-replies.schemas'
import { contentLimits } from '@worker/whatsapp/content-limits.schemas'
import { createEffect, For, onMount, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Checkbox } from '../../ui/checkbox'
import { Dialog } from '../../ui/dialog'
import { PhoneBubble, PhoneWall } from '../../ui/phone-preview'
import { TextArea } from '../../ui/text-area'
import { TextField } from '../../ui/text-field'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { FormError } from '../auth/form-error'
import { firstNameOf } from '../messages/composer-rules'
import { cannedRepliesKey } from './canned-replies.queries'
import { fillVariables } from './fill-variables'
import { keptReply } from './kept-replies'

const variables = ['{{first name}}', '{{name}}', '{{agent}}'] as const

/** A new reply, or another wording of one. What is typed is kept until it is saved or cancelled. */
export default function CannedReplyDialog(props: {
  /** The one that is changed. */
  reply?: CannedReply | undefined
  initial?: { shortcut: string; body: string } | undefined
  onClose: () => void
}) {
  return (
    <Dialog
      open
      onOpenChange={() => props.onClose()}
      title={
        props.reply ? t('canned.dialog.editTitle', { shortcut: props.reply.shortcut }) : t('canned.dialog.createTitle')
      }
      size="lg"
    >
      <ReplyForm {...props} />
    </Dialog>
  )
}

function ReplyForm(props: {
  reply?: CannedReply | undefined
  initial?: { shortcut: string; body: string } | undefined
  onClose: () => void
}) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const { reply } = props
  const mayShare = member.can('canned-replies:share')
  const kept = keptReply(
    { organizationId: member.organizationId(), userId: member.me().user.id },
    { replyId: reply?.id, begunWith: props.initial },
  )
  let box: HTMLTextAreaElement | undefined
  let first: HTMLInputElement | undefined

  const form = createForm({
    schema: () =>
      import('@worker/modules/canned-replies/canned-replies.schemas').then((schemas) => schemas.newCannedReplySchema),
    initial: {
      shortcut: reply?.shortcut ?? props.initial?.shortcut ?? '',
      body: reply?.body ?? props.initial?.body ?? '',
      isShared: reply?.isShared ?? false,
    },
    onSubmit: async (input) => {
      const saved = reply
        ? await call(api.api['canned-replies'][':id'].$patch({ param: { id: reply.id }, json: input }))
        : await call(api.api['canned-replies'].$post({ json: input }))
      finish()
      await cache.invalidateQueries({ queryKey: cannedRepliesKey(member.organizationId()) })
      showToast({
        tone: 'ok',
        text: t(reply ? 'canned.dialog.saved' : 'canned.dialog.created', { shortcut: saved.shortcut }),
      })
      props.onClose()
    },
    onError: (error) => {
      if (error.code !== 'canned_replies.shortcut_taken') return false
      form.setError('shortcut', t('canned.dialog.taken'))
      return true
    },
  })
  if (kept.before) {
    form.setValue('shortcut', kept.before.shortcut)
    form.setValue('body', kept.before.body)
    if (mayShare) form.setValue('isShared', kept.before.isShared)
  }
  const isResumed = form.dirty()
  let isFinished = false
  createEffect(() => {
    const { shortcut, body, isShared } = form.values
    if (!isFinished) kept.write(form.dirty() ? { shortcut, body, isShared } : undefined)
  })
  function finish(): void {
    isFinished = true
    kept.write(undefined)
  }
  onMount(() => (form.values.shortcut === '' ? first : box)?.focus())

  function insert(variable: string): void {
    const body = form.values.body
    const [from, to] = box ? [box.selectionStart, box.selectionEnd] : [body.length, body.length]
    form.setValue('body', body.slice(0, from) + variable + body.slice(to))
    queueMicrotask(() => {
      box?.focus()
      box?.setSelectionRange(from + variable.length, from + variable.length)
    })
  }
  const preview = () => {
    const name = t('canned.dialog.exampleName')
    return fillVariables(form.values.body, { 'first name': firstNameOf(name), name, agent: member.me().user.name })
  }

  return (
    <form onSubmit={form.submit} novalidate class="flex flex-col gap-4 pb-1">
      <Show when={isResumed}>
        <p class="text-ink-2 text-sm">{t('canned.dialog.resumed')}</p>
      </Show>
      <TextField
        label={t('canned.dialog.shortcut')}
        {...form.field('shortcut')}
        hint={t('canned.dialog.shortcutHint')}
        autocomplete="off"
        spellcheck={false}
        required
        inputClass="font-mono"
        ref={(element) => (first = element)}
      />
      <div class="flex flex-col gap-2">
        <TextArea
          label={t('canned.dialog.body')}
          {...form.field('body')}
          hint={t('canned.dialog.bodyHint')}
          labelEnd={
            <span class="text-ink-3 text-xs tabular-nums">
              {t('canned.dialog.left', { count: contentLimits.text - form.values.body.length })}
            </span>
          }
          rows={4}
          required
          ref={(element) => (box = element)}
        />
        <fieldset class="flex flex-wrap gap-1.5">
          <legend class="sr-only">{t('canned.dialog.variables')}</legend>
          <For each={variables}>
            {(variable) => (
              <Button size="sm" class="font-mono" onClick={() => insert(variable)}>
                {variable}
              </Button>
            )}
          </For>
        </fieldset>
      </div>
      <Show when={form.values.body.trim() !== ''}>
        <PhoneWall label={t('canned.dialog.preview', { name: t('canned.dialog.exampleName') })}>
          <PhoneBubble>{preview()}</PhoneBubble>
        </PhoneWall>
      </Show>
      <Show when={mayShare} fallback={<p class="text-ink-3 text-xs">{t('canned.dialog.shareDenied')}</p>}>
        <Checkbox
          {...form.checkbox('isShared')}
          label={t('canned.dialog.isShared')}
          hint={t('canned.dialog.isSharedHint')}
        />
      </Show>
      <FormError form={form} />
      <div class="flex justify-end gap-2 max-sm:flex-col-reverse">
        <Button
          onClick={() => {
            finish()
            props.onClose()
          }}
        >
          {t('ui.cancel')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          busy={form.submitting() ? t(reply ? 'canned.dialog.saving' : 'canned.dialog.creating') : undefined}
          disabled={form.waitSeconds() > 0}
        >
          {t(reply ? 'canned.dialog.save' : 'canned.dialog.create')}
        </Button>
      </div>
    </form>
  )
}
