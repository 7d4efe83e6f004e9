import RotateCw from 'lucide-solid/icons/rotate-cw'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatExactly } from '../../shared/times'
import { Button } from '../../ui/button'
import { CheckLine } from './check-line'
import type { CheckRow } from './credential-rules'
import type { CredentialsCheck, RowState } from './credentials-check'
import { qualityFact } from './number-facts'

const seconds = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** What Meta says of each value, one line each. */
export function CheckList(props: { check: CredentialsCheck }) {
  return (
    <section class="mt-5">
      <h3 class="sr-only">{t('numbers.connecting.credentials.checksLabel')}</h3>
      <div
        role="status"
        aria-live="polite"
        class="divide-y divide-line-soft overflow-hidden rounded-lg ring-1 ring-line"
      >
        <For each={props.check.states()}>
          {({ row, state }) => (
            <CheckLine
              kind={state.kind}
              title={titleOf(row, state, props.check)}
              text={textOf(row, state, props.check)}
              end={endOf(state)}
            />
          )}
        </For>
      </div>
      <Show when={props.check.states().some(({ state }) => state.kind === 'unknown')}>
        <Button
          size="sm"
          class="mt-3"
          icon={<RotateCw aria-hidden="true" class="size-3.5" />}
          onClick={() => void props.check.again()}
        >
          {t('numbers.connecting.credentials.again')}
        </Button>
      </Show>
    </section>
  )
}

function titleOf(row: CheckRow, state: RowState, check: CredentialsCheck): string {
  const name = nameOf(row, state, check)
  return t(`numbers.connecting.credentials.checks.${row}.${state.kind}`, { name })
}

/** What was found, without the full stop of the server's sentence. */
function nameOf(row: CheckRow, state: RowState, check: CredentialsCheck): string {
  const number = check.found()?.phoneNumber
  if (row === 'number' && number) return number.displayPhoneNumber
  return 'message' in state ? (state.message ?? '').replace(/\.$/, '') : ''
}

function textOf(row: CheckRow, state: RowState, check: CredentialsCheck): string | undefined {
  if (state.kind === 'waiting' || state.kind === 'checking') return undefined
  if (state.kind === 'failed') return state.action ?? state.message ?? undefined
  if (state.kind === 'unknown')
    return [state.message ?? t('numbers.connecting.credentials.noAnswer'), state.action].filter(Boolean).join(' ')
  const number = check.found()?.phoneNumber
  if (row === 'number' && state.kind === 'ok' && number)
    return number.qualityRating === null || number.qualityRating === 'UNKNOWN'
      ? t('numbers.connecting.credentials.displayName', { name: number.verifiedName })
      : t('numbers.connecting.credentials.withQuality', {
          name: number.verifiedName,
          quality: qualityFact(number).text,
        })
  if (row === 'account' && state.kind === 'ok') return check.values().wabaId.trim()
  if (row === 'token' && state.kind === 'ok') {
    const expiresAt = check.found()?.tokenExpiresAt
    return expiresAt
      ? t('numbers.connecting.credentials.tokenUntil', { time: formatExactly(expiresAt) })
      : t('numbers.connecting.credentials.tokenEndless')
  }
  if (row === 'app' && state.kind === 'ok') return check.found()?.appName ?? undefined
  return [state.message, state.action].filter(Boolean).join(' ')
}

function endOf(state: RowState): string | undefined {
  if (state.kind === 'waiting') return t(`numbers.connecting.credentials.waiting.${state.for}`)
  if (state.kind === 'checking') return t('numbers.connecting.credentials.checking')
  return t('numbers.connecting.credentials.seconds', { seconds: seconds.format(Math.max(0.1, state.ms / 1000)) })
}
