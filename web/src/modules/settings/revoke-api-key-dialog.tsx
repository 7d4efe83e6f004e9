import { useMutation } from '@tanstack/solid-query'
import type { ApiKey } from '@worker/modules/api-keys/api-keys.schemas'
import { createMemo } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { showToast } from '../../ui/toast'
import { formatAgo } from './time'

export type RevokeApiKeyDialogProps = {
  /** Open while there is one. */
  apiKey: ApiKey | null
  onRevoked: (key: ApiKey) => Promise<void>
  onClose: () => void
}

export function RevokeApiKeyDialog(props: RevokeApiKeyDialogProps) {
  // Kept while the dialog closes, so that its words don't vanish before it does.
  const shown = createMemo<ApiKey | null>((before) => props.apiKey ?? before, null)
  const revoke = useMutation(() => ({
    mutationFn: (key: ApiKey) => call(api.api['api-keys'][':id'].$delete({ param: { id: key.id } })),
    onSuccess: async (_, key) => {
      props.onClose()
      showToast({ text: t('settings.apiKeys.revoked', { name: key.name }), tone: 'ok' })
      await props.onRevoked(key)
    },
  }))

  const text = () => {
    const usedAt = shown()?.lastUsedAt
    if (!usedAt) return t('settings.apiKeys.revokeUnused')
    return t('settings.apiKeys.revokeUsed', { time: formatAgo(new Date(usedAt), new Date()) })
  }

  return (
    <ConfirmDialog
      open={props.apiKey !== null}
      onOpenChange={() => {
        revoke.reset()
        props.onClose()
      }}
      title={t('settings.apiKeys.revokeTitle', { name: shown()?.name ?? '' })}
      text={text()}
      error={revoke.error ? errorText(revoke.error) : undefined}
      confirmLabel={t('settings.apiKeys.revokeConfirm')}
      cancelLabel={t('settings.apiKeys.keep')}
      busy={revoke.isPending ? t('settings.apiKeys.revoking') : undefined}
      onConfirm={() => {
        if (props.apiKey) revoke.mutate(props.apiKey)
      }}
    />
  )
}
