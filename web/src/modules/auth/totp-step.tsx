import { createSignal, Match, onMount, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { session } from '../../shared/session'
import { Button } from '../../ui/button'
import { CodeField } from '../../ui/code-field'
import { TextField } from '../../ui/text-field'
import { AuthHeading } from './auth-heading'
import { FormError } from './form-error'

export type TotpStepProps = {
  challengeToken: string
  onBack: () => void
  /** The challenge ran out: the password has to be asked for again. */
  onExpired: () => void
}

/** The second step of signing in, on the same page: the password is not asked for twice. */
export function TotpStep(props: TotpStepProps) {
  const [kind, setKind] = createSignal<'code' | 'recoveryCode'>('code')
  return (
    <div class="flex flex-col gap-4">
      <AuthHeading title={t('auth.totp.title')}>
        {kind() === 'code' ? t('auth.totp.text') : t('auth.totp.recoveryText')}
      </AuthHeading>
      <Switch>
        <Match when={kind() === 'code'}>
          <CodeForm {...props} kind="code" />
        </Match>
        <Match when={kind() === 'recoveryCode'}>
          <CodeForm {...props} kind="recoveryCode" />
        </Match>
      </Switch>
      <div class="flex flex-col items-center gap-1">
        <Button variant="ghost" onClick={() => setKind(kind() === 'code' ? 'recoveryCode' : 'code')}>
          {kind() === 'code' ? t('auth.totp.useRecovery') : t('auth.totp.useApp')}
        </Button>
        <Button variant="ghost" onClick={() => props.onBack()}>
          {t('auth.totp.back')}
        </Button>
      </div>
    </div>
  )
}

function CodeForm(props: TotpStepProps & { kind: 'code' | 'recoveryCode' }) {
  const initial: Record<string, string> = { challengeToken: props.challengeToken, [props.kind]: '' }
  const form = createForm({
    schema: () => import('@worker/modules/auth/auth.schemas').then((schemas) => schemas.loginTotpSchema),
    initial,
    onSubmit: async (input) => session.accept(await call(api.api.auth.login.totp.$post({ json: input }))),
    onError: (error) => {
      if (error.code === 'auth.challenge_expired') {
        props.onExpired()
        return true
      }
      if (error.code !== 'auth.invalid_code') return false
      // Six wrong digits are no start for six right ones; a mistyped recovery code is.
      if (props.kind === 'code') form.setValue(props.kind, '')
      form.setError(props.kind, props.kind === 'code' ? t('auth.totp.wrongCode') : t('auth.totp.wrongRecovery'))
      return true
    },
  })
  const focus = (element: HTMLInputElement) => onMount(() => element.focus())

  return (
    <form class="flex flex-col gap-4" onSubmit={form.submit} novalidate>
      <Switch>
        <Match when={props.kind === 'code'}>
          <CodeField
            label={t('auth.totp.code')}
            {...form.field(props.kind)}
            size="lg"
            required
            ref={focus}
            onComplete={() => void form.submit()}
          />
        </Match>
        <Match when={props.kind === 'recoveryCode'}>
          <TextField
            label={t('auth.totp.recoveryCode')}
            {...form.field(props.kind)}
            hint={t('auth.totp.recoveryHint')}
            size="lg"
            autocomplete="off"
            spellcheck={false}
            required
            ref={focus}
          />
        </Match>
      </Switch>
      <FormError form={form} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        full
        busy={form.submitting() ? t('auth.totp.busy') : undefined}
        disabled={form.waitSeconds() > 0}
      >
        {t('auth.totp.submit')}
      </Button>
    </form>
  )
}
