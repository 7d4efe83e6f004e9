import { onMount } from 'solid-js'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { CodeField } from '../../ui/code-field'
import { CopyButton } from './copy-button'
import { DialogForm } from './dialog-form'
import { QrCode } from './qr-code'

export type TotpScanFormProps = {
  secret: string
  uri: string
  onCancel: () => void
  onEnabled: (recoveryCodes: readonly string[]) => void
}

export function TotpScanForm(props: TotpScanFormProps) {
  const form = createForm({
    schema: () => import('@worker/modules/auth/auth.schemas').then((schemas) => schemas.enableTotpSchema),
    initial: { code: '' },
    onSubmit: async (input) => {
      const { recoveryCodes } = await call(api.api.auth.totp.enable.$post({ json: input }))
      props.onEnabled(recoveryCodes)
    },
    onError: (error) => {
      if (error.code !== 'auth.invalid_code') return false
      form.setValue('code', '')
      form.setError('code', t('settings.totp.wrongCode'))
      return true
    },
  })

  return (
    <DialogForm
      form={form}
      submitLabel={t('settings.totp.confirm')}
      busy={t('settings.totp.confirming')}
      onCancel={props.onCancel}
    >
      <QrCode text={props.uri} />
      <div>
        <p class="text-ink-2 text-xs">{t('settings.totp.secret')}</p>
        <div class="mt-1 flex flex-wrap items-center gap-2">
          {/* In groups of four, because nobody types 32 letters in one go; copied without the gaps. */}
          <code class="wrap-anywhere min-w-0 flex-1 font-mono text-sm">{props.secret.match(/.{1,4}/g)?.join(' ')}</code>
          <CopyButton text={props.secret} label={t('settings.totp.copySecret')} />
        </div>
      </div>
      <CodeField
        label={t('settings.totp.code')}
        {...form.field('code')}
        required
        ref={(element) => onMount(() => element.focus())}
      />
    </DialogForm>
  )
}
