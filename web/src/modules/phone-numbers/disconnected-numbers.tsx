import { useNavigate } from '@solidjs/router'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { Avatar } from '../../ui/avatar'
import { Button } from '../../ui/button'
import { useCurrentMember } from '../auth/current-member'
import { TableCard } from '../settings/table-card'
import { CONNECT_PATH, numberPath } from './connect-paths'
import { emptyProgress, saveProgress } from './connect-progress'
import { momentFact } from './number-facts'

/** They stay in the list because their conversations do. */
export function DisconnectedNumbers(props: { numbers: readonly PhoneNumber[]; mayConnect: boolean }) {
  const connectAgain = createConnectAgain()
  return (
    <TableCard title={t('numbers.disconnectedTitle', props.numbers.length)} description={t('numbers.disconnectedText')}>
      <ul class="divide-y divide-line-soft border-line-soft border-t">
        <For each={props.numbers}>
          {(number) => (
            <li class="flex flex-wrap items-center gap-3 px-[18px] py-2.5 max-sm:px-4">
              <Avatar name={number.name} size={28} />
              <div class="min-w-0 flex-1">
                <a href={numberPath(number.id)} class="block truncate rounded-xs font-medium hover:underline">
                  {number.name}
                </a>
                <p class="truncate text-ink-3 text-xs">
                  <bdi dir="ltr">{number.displayPhoneNumber}</bdi> ·{' '}
                  {t('numbers.disconnectedOn', {
                    time: momentFact(number.disconnectedAt, currentMinute()).text.toLocaleLowerCase('en-GB'),
                  })}
                </p>
              </div>
              <Show when={props.mayConnect}>
                <Button
                  size="sm"
                  aria-label={`${t('numbers.connectAgain')}: ${number.name}`}
                  onClick={() => connectAgain(number)}
                >
                  {t('numbers.connectAgain')}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </TableCard>
  )
}

/** Opens the wizard with the ids that are known; the token was deleted and has to come again. */
export function createConnectAgain() {
  const member = useCurrentMember()
  const navigate = useNavigate()
  return ({ app, wabaId, metaPhoneNumberId }: PhoneNumber) => {
    saveProgress(localStorage, member.organizationId(), {
      ...emptyProgress,
      way: app,
      step: 'credentials',
      wabaId,
      metaPhoneNumberId,
    })
    navigate(CONNECT_PATH)
  }
}
