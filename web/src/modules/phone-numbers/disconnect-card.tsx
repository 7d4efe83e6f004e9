import { useNavigate } from '@solidjs/router'
import { useMutation, useQuery, useQueryClient } from '@tanstack/solid-query'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import Unplug from 'lucide-solid/icons/unplug'
import { createSignal } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { organizationKey } from '../../shared/query'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { refreshNumber } from './phone-numbers.queries'

const MOST = 100

/** Ends the connection, after a question that says what it means. */
export function DisconnectCard(props: { number: PhoneNumber }) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [isAsking, setAsking] = createSignal(false)
  const open = useQuery(() => ({
    queryKey: organizationKey(member.organizationId(), 'open-conversations', props.number.id),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      call(
        api.api.conversations.$get(
          { query: { phoneNumberId: props.number.id, view: 'all', limit: String(MOST) } },
          { init: { signal } },
        ),
      ),
    enabled: isAsking(),
    gcTime: 0,
  }))
  const disconnect = useMutation(() => ({
    mutationFn: () => call(api.api['phone-numbers'][':id'].$delete({ param: { id: props.number.id } })),
    onSuccess: async () => {
      setAsking(false)
      showToast({ text: t('numbers.disconnect.done', { number: props.number.name }), tone: 'ok' })
      await refreshNumber(cache, member.organizationId(), props.number.id)
      navigate('/settings/numbers')
    },
  }))
  const openText = () => {
    if (open.isPending || !open.data) return ''
    const { items, nextCursor } = open.data
    if (items.length === 0) return ''
    return t('numbers.disconnect.open', items.length, nextCursor !== null)
  }
  return (
    <Card title={t('numbers.disconnect.title')} description={t('numbers.disconnect.text')}>
      <Button
        variant="danger-ghost"
        class="-ms-3 max-sm:ms-0"
        icon={<Unplug aria-hidden="true" />}
        onClick={() => setAsking(true)}
      >
        {t('numbers.disconnect.button')}
      </Button>
      <ConfirmDialog
        open={isAsking()}
        onOpenChange={(isOpen) => {
          disconnect.reset()
          setAsking(isOpen)
        }}
        title={t('numbers.disconnect.question', { number: props.number.displayPhoneNumber })}
        text={`${openText()} ${t('numbers.disconnect.consequence')}`}
        error={disconnect.error ? errorText(disconnect.error) : undefined}
        confirmLabel={t('numbers.disconnect.confirm')}
        cancelLabel={t('numbers.disconnect.keep')}
        busy={disconnect.isPending ? t('numbers.disconnect.busy') : undefined}
        onConfirm={() => disconnect.mutate()}
      />
    </Card>
  )
}
