import { useMutation, useQueryClient } from '@tanstack/solid-query'
import type { CannedReply } from '@worker/modules/canned-replies/canned-replies.schemas'
import { createMemo } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { cannedRepliesKey } from './canned-replies.queries'

export function RemoveReplyDialog(props: {
  /** Open while there is one. */
  reply: CannedReply | null
  onRemoved: (reply: CannedReply) => void
  onClose: () => void
}) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  // Kept while the dialog closes, so that its words don't vanish before it does.
  const shown = createMemo<CannedReply | null>((before) => props.reply ?? before, null)
  const remove = useMutation(() => ({
    mutationFn: (reply: CannedReply) => call(api.api['canned-replies'][':id'].$delete({ param: { id: reply.id } })),
    onSuccess: async (_, reply) => {
      props.onClose()
      showToast({ text: t('canned.remove.done', { shortcut: reply.shortcut }), tone: 'ok' })
      props.onRemoved(reply)
      await cache.invalidateQueries({ queryKey: cannedRepliesKey(member.organizationId()) })
    },
  }))
  return (
    <ConfirmDialog
      open={props.reply !== null}
      onOpenChange={() => {
        remove.reset()
        props.onClose()
      }}
      title={t('canned.remove.title', { shortcut: shown()?.shortcut ?? '' })}
      text={shown()?.isShared ? t('canned.remove.shared') : t('canned.remove.own')}
      error={remove.error ? errorText(remove.error) : undefined}
      confirmLabel={t('canned.remove.confirm')}
      cancelLabel={t('canned.remove.keep')}
      busy={remove.isPending ? t('canned.remove.deleting') : undefined}
      onConfirm={() => {
        if (props.reply) remove.mutate(props.reply)
      }}
    />
  )
}
