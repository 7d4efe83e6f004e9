import type { ConnectionCheck } from '@worker/modules/phone-numbers/doctor.schemas'
import Wrench from 'lucide-solid/icons/wrench'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { CodeField } from '../../ui/code-field'
import { CheckLine } from './check-line'
import type { Fixing } from './fixing'

const PIN_LENGTH = 6

/** One finding of the connection doctor, with the button that repairs it or the words that help. */
export function DoctorCheck(props: { check: ConnectionCheck; fixing: Fixing }) {
  return (
    <CheckLine kind={props.check.status} title={props.check.title} text={props.check.message}>
      <Switch>
        <Match when={props.check.fix?.kind === 'manual' && props.check.fix}>
          {(fix) => (
            <p class="mt-1.5 border-line-strong border-s-2 ps-2.5 text-ink-2 text-xs">
              <b class="text-ink">{fix().label}.</b> {fix().instructions}
            </p>
          )}
        </Match>
        <Match when={props.check.fix}>
          {(fix) => <Repair check={props.check} fix={fix()} fixing={props.fixing} />}
        </Match>
      </Switch>
    </CheckLine>
  )
}

function Repair(props: { check: ConnectionCheck; fix: NonNullable<ConnectionCheck['fix']>; fixing: Fixing }) {
  const [pin, setPin] = createSignal('')
  const [problem, setProblem] = createSignal<string>()
  // The PIN may be chosen where we could make one up, and has to be given where only its owner knows it.
  const takesPin = () => props.fix.needsPin || props.check.id === 'pin'
  const run = () => {
    const { id } = props.check
    const isMissing = props.fix.needsPin && pin() === ''
    if (takesPin() && (isMissing || (pin() !== '' && pin().length !== PIN_LENGTH))) {
      setProblem(t('numbers.doctor.pinWrong'))
      return
    }
    if (props.fixing.isFixable(id)) props.fixing.run(id, takesPin() ? pin() : undefined)
  }
  return (
    <div class="mt-1.5 flex flex-col items-start gap-2">
      <p class="text-ink-2 text-xs">{props.fix.instructions}</p>
      <div class="flex flex-wrap items-end gap-2">
        <Show when={takesPin()}>
          <CodeField
            label={props.fix.needsPin ? t('numbers.doctor.pin') : t('numbers.doctor.pinOptional')}
            name={`pin-${props.check.id}`}
            value={pin()}
            onInput={(value) => {
              setPin(value)
              setProblem(undefined)
            }}
            error={problem()}
            class="w-52"
          />
        </Show>
        <Button
          size="sm"
          icon={<Wrench aria-hidden="true" class="size-3.5" />}
          busy={props.fixing.isRunning(props.check.id) ? t('numbers.doctor.fixing') : undefined}
          disabled={props.fixing.isBusy() && !props.fixing.isRunning(props.check.id)}
          onClick={run}
        >
          {props.fix.label}
        </Button>
      </div>
      <Show when={props.fixing.error(props.check.id)}>
        {(error) => (
          <p role="alert" class="text-bad-ink text-xs">
            {error()}
          </p>
        )}
      </Show>
    </div>
  )
}
