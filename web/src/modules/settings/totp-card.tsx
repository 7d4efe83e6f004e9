import { useQueryClient } from '@tanstack/solid-query'
import Check from 'lucide-solid/icons/check'
import { createSignal, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { t } from '../../shared/i18n'
import { Badge } from '../../ui/badge'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { Dialog } from '../../ui/dialog'
import { showToast } from '../../ui/toast'
import { meQuery } from '../auth/auth.queries'
import { useCurrentMember } from '../auth/current-member'
import { ConfirmPasswordForm } from './confirm-password-form'
import { keepFocus } from './keep-focus'
import { RecoveryCodes } from './recovery-codes'
import { TotpEnableDialog } from './totp-enable-dialog'

const FEW_CODES = 3

export function TotpCard() {
  const member = useCurrentMember()
  const user = () => member.me().user
  const [open, setOpen] = createSignal<'enable' | 'disable' | 'renew' | null>(null)
  let area: HTMLDivElement | undefined
  const close = () => {
    setOpen(null)
    keepFocus(area)
  }

  return (
    <div ref={(element) => (area = element)}>
      <Card
        title={t('settings.totp.title')}
        description={t('settings.totp.text')}
        footer={
          <Show
            when={user().totpEnabled}
            fallback={<Button onClick={() => setOpen('enable')}>{t('settings.totp.enable')}</Button>}
          >
            <Button variant="danger-ghost" onClick={() => setOpen('disable')}>
              {t('settings.totp.disable')}
            </Button>
            <Button onClick={() => setOpen('renew')}>{t('settings.totp.newCodes')}</Button>
          </Show>
        }
      >
        <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Show when={user().totpEnabled} fallback={<Badge>{t('settings.totp.off')}</Badge>}>
            <Badge tone="ok" icon={<Check aria-hidden="true" />}>
              {t('settings.totp.on')}
            </Badge>
            <Show when={user().recoveryCodesLeft >= FEW_CODES}>
              <span class="text-ink-2">{t('settings.totp.codesLeft', user().recoveryCodesLeft)}</span>
            </Show>
          </Show>
        </div>
        <Show when={user().totpEnabled && user().recoveryCodesLeft < FEW_CODES}>
          <div class="mt-3">
            <Banner tone="warn">
              {t('settings.totp.codesLeft', user().recoveryCodesLeft)} {t('settings.totp.codesLow')}
            </Banner>
          </div>
        </Show>
        <Show when={open() === 'enable'}>
          <TotpEnableDialog onClose={close} />
        </Show>
        <Show when={open() === 'disable'}>
          <DisableDialog onClose={close} />
        </Show>
        <Show when={open() === 'renew'}>
          <RenewDialog onClose={close} />
        </Show>
      </Card>
    </div>
  )
}

function DisableDialog(props: { onClose: () => void }) {
  const cache = useQueryClient()
  async function disable(password: string) {
    await call(api.api.auth.totp.disable.$post({ json: { password } }))
    await cache.invalidateQueries({ queryKey: meQuery().queryKey })
    props.onClose()
    showToast({ text: t('settings.totp.disabled'), tone: 'ok' })
  }
  return (
    <Dialog
      open
      onOpenChange={() => props.onClose()}
      title={t('settings.totp.disableTitle')}
      description={t('settings.totp.disableText')}
    >
      <ConfirmPasswordForm
        submitLabel={t('settings.totp.disable')}
        busy={t('settings.totp.disabling')}
        tone="danger"
        onCancel={props.onClose}
        onConfirm={disable}
      />
    </Dialog>
  )
}

function RenewDialog(props: { onClose: () => void }) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const [codes, setCodes] = createSignal<readonly string[] | null>(null)

  async function renew(password: string) {
    const made = await call(api.api.auth.totp['recovery-codes'].$post({ json: { password } }))
    setCodes(made.recoveryCodes)
    void cache.invalidateQueries({ queryKey: meQuery().queryKey })
  }
  function finish() {
    props.onClose()
    showToast({ text: t('settings.totp.renewed'), tone: 'ok' })
  }

  return (
    <Dialog
      open
      onOpenChange={() => {
        if (!codes()) props.onClose()
      }}
      title={codes() ? t('settings.totp.codesTitle') : t('settings.totp.renewTitle')}
      description={codes() ? t('settings.totp.codesText') : t('settings.totp.renewText')}
      closable={!codes()}
    >
      <Show
        when={codes()}
        fallback={
          <ConfirmPasswordForm
            submitLabel={t('settings.totp.renew')}
            busy={t('settings.totp.renewing')}
            onCancel={props.onClose}
            onConfirm={renew}
          />
        }
      >
        {(made) => <RecoveryCodes codes={made()} email={member.me().user.email} onSaved={finish} />}
      </Show>
    </Dialog>
  )
}
