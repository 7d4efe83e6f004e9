import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, Match, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { t } from '../../shared/i18n'
import { Dialog } from '../../ui/dialog'
import { showToast } from '../../ui/toast'
import { meQuery } from '../auth/auth.queries'
import { useCurrentMember } from '../auth/current-member'
import { ConfirmPasswordForm } from './confirm-password-form'
import { RecoveryCodes } from './recovery-codes'
import { TotpScanForm } from './totp-scan-form'

type Step =
  | { name: 'password' }
  | { name: 'scan'; secret: string; uri: string }
  | { name: 'codes'; codes: readonly string[] }

const titles = {
  password: 'settings.totp.enableTitle',
  scan: 'settings.totp.scanTitle',
  codes: 'settings.totp.codesTitle',
} as const
const texts = {
  password: 'settings.totp.passwordText',
  scan: 'settings.totp.scanText',
  codes: 'settings.totp.codesText',
} as const

/** Password, then the app, then the recovery codes. */
export function TotpEnableDialog(props: { onClose: () => void }) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const [step, setStep] = createSignal<Step>({ name: 'password' })
  const scanning = () => {
    const current = step()
    return current.name === 'scan' ? current : undefined
  }
  const saving = () => {
    const current = step()
    return current.name === 'codes' ? current : undefined
  }

  async function begin(password: string) {
    const setup = await call(api.api.auth.totp.setup.$post({ json: { password } }))
    setStep({ name: 'scan', ...setup })
  }

  function finish() {
    props.onClose()
    showToast({ text: t('settings.totp.enabled'), tone: 'ok' })
  }

  return (
    <Dialog
      open
      onOpenChange={() => {
        if (!saving()) props.onClose()
      }}
      title={t(titles[step().name])}
      description={t(texts[step().name])}
      closable={!saving()}
    >
      <Switch>
        <Match when={step().name === 'password'}>
          <ConfirmPasswordForm
            submitLabel={t('settings.totp.continue')}
            busy={t('settings.totp.checking')}
            onCancel={props.onClose}
            onConfirm={begin}
          />
        </Match>
        <Match when={scanning()}>
          {(scan) => (
            <TotpScanForm
              secret={scan().secret}
              uri={scan().uri}
              onCancel={props.onClose}
              onEnabled={(codes) => {
                setStep({ name: 'codes', codes })
                void cache.invalidateQueries({ queryKey: meQuery().queryKey })
              }}
            />
          )}
        </Match>
        <Match when={saving()}>
          {(saved) => <RecoveryCodes codes={saved().codes} email={member.me().user.email} onSaved={finish} />}
        </Match>
      </Switch>
    </Dialog>
  )
}
