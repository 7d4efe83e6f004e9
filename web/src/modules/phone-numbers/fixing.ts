import { useMutation, useQueryClient } from '@tanstack/solid-query'
import type { CheckId, FixableCheck } from '@worker/modules/phone-numbers/doctor.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { doctorQuery, refreshNumber } from './phone-numbers.queries'

/** The Worker's list, without its validation library. */
const fixable: Record<FixableCheck, true> = {
  sending: true,
  subscription: true,
  webhook_fields: true,
  callback: true,
  registration: true,
  pin: true,
}

export type Fixing = ReturnType<typeof createFixing>

/** Has the server repair what a check found; what is found afterwards takes the place of the report. */
export function createFixing(numberId: () => string) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const fix = useMutation(() => ({
    mutationFn: ({ check, pin }: { check: FixableCheck; pin?: string }) =>
      call(
        api.api['phone-numbers'][':id'].fix.$post({
          param: { id: numberId() },
          json: { check, ...(pin !== undefined && pin !== '' && { pin }) },
        }),
      ),
    onSuccess: async (report, { check }) => {
      cache.setQueryData(doctorQuery(member.organizationId(), numberId()).queryKey, report)
      const isFine = report.checks.find(({ id }) => id === check)?.status === 'ok'
      showToast({
        text: isFine ? t('numbers.doctor.fixed') : t('numbers.doctor.fixedBut'),
        tone: isFine ? 'ok' : 'neutral',
      })
      await refreshNumber(cache, member.organizationId(), numberId())
    },
  }))
  return {
    run: (check: FixableCheck, pin?: string) => fix.mutate(pin === undefined ? { check } : { check, pin }),
    isBusy: () => fix.isPending,
    isRunning: (check: CheckId) => fix.isPending && fix.variables?.check === check,
    /** Why the last try failed, below the check it was about. */
    error: (check: CheckId): string | undefined =>
      fix.error && fix.variables?.check === check ? errorText(fix.error) : undefined,
    isFixable: (check: CheckId): check is FixableCheck => check in fixable,
  }
}
