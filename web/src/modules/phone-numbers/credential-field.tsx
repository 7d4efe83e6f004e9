import type { CredentialField as FieldName } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import Check from 'lucide-solid/icons/check'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { TextField } from '../../ui/text-field'
import { type GuideAnchor, guideHref } from '../guide/guide-anchors'
import type { Problem } from './credential-rules'
import type { CredentialsCheck } from './credentials-check'
import { SecretField } from './secret-field'

const anchors: Record<FieldName, GuideAnchor> = {
  metaAppId: 'copy-the-app-id-and-the-app-secret',
  appSecret: 'copy-the-app-id-and-the-app-secret',
  accessToken: 'make-an-access-token',
  wabaId: 'copy-the-two-ids',
  metaPhoneNumberId: 'copy-the-two-ids',
}

export type CredentialFieldProps = {
  check: CredentialsCheck
  name: FieldName
  hint?: JSX.Element
  class?: string
}

/** One of the values that come from Meta, with what is known of it beside and below. */
export function CredentialField(props: CredentialFieldProps) {
  const isSecret = () => props.name === 'appSecret' || props.name === 'accessToken'
  const error = () => {
    const problem = props.check.problem(props.name)
    return problem ? problemText(problem) : showsRefusal() ? (props.check.refusal(props.name) ?? undefined) : undefined
  }
  // What Meta refuses of an app is said once, below the secret.
  const showsRefusal = () => props.name !== 'metaAppId' || props.check.values().appSecret === ''
  const field = {
    get label() {
      return t(`numbers.connecting.credentials.${props.name}`)
    },
    get name() {
      return props.name
    },
    get value() {
      return props.check.values()[props.name]
    },
    onInput: (value: string) => props.check.change(props.name, value),
    onBlur: () => props.check.settle(props.name),
    get error() {
      return error()
    },
    get hint() {
      return props.hint
    },
    get labelEnd() {
      return (
        <Show when={error()}>
          <a href={guideHref(anchors[props.name])} target="_blank" rel="noopener" class="link text-xs">
            {t('numbers.connecting.credentials.whereToFind')}
          </a>
        </Show>
      )
    },
    get class() {
      return props.class
    },
  }
  const mark = () => (
    <Switch>
      <Match when={error()}>
        <CircleAlert aria-hidden="true" class="text-bad-ink" />
      </Match>
      <Match when={props.check.isFieldFine(props.name)}>
        <Check role="img" aria-label={t('numbers.connecting.credentials.fine')} class="text-ok-ink" />
      </Match>
    </Switch>
  )
  return (
    <Show
      when={isSecret()}
      fallback={
        <TextField
          {...field}
          inputmode="numeric"
          autocomplete="off"
          spellcheck={false}
          dir="ltr"
          inputClass="font-mono text-xs/4! max-sm:text-lg!"
          trailing={mark()}
        />
      }
    >
      <SecretField {...field} trailing={mark()} />
    </Show>
  )
}

const problemText = (problem: Problem): string =>
  problem.kind === 'secretLength'
    ? t('numbers.connecting.credentials.problems.secretLength', problem.count)
    : t(`numbers.connecting.credentials.problems.${problem.kind}`)
