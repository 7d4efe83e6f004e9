import { useQueryClient } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { PasswordField } from '../../ui/password-field'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { FormError } from '../auth/form-error'
import { sessionsKey } from '../auth/sessions.queries'

export function ChangePasswordForm() {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const form = createForm({
    schema: () => import('@worker/modules/auth/auth.schemas').then((schemas) => schemas.changePasswordSchema),
    initial: { currentPassword: '', newPassword: '' },
    onSubmit: async (passwords) => {
      await call(api.api.auth['change-password'].$post({ json: passwords }))
      form.reset()
      showToast({ text: t('settings.password.changed'), tone: 'ok' })
      await cache.invalidateQueries({ queryKey: sessionsKey(member.organizationId()) })
    },
    onError: (error) => {
      if (error.code !== 'auth.wrong_password') return false
      form.setError('currentPassword', t('settings.password.wrong'))
      return true
    },
  })

  return (
    <form onSubmit={form.submit} novalidate>
      <Card
        title={t('settings.password.title')}
        description={t('settings.password.text')}
        footer={
          <Button
            type="submit"
            variant={form.dirty() ? 'primary' : 'secondary'}
            busy={form.submitting() ? t('settings.password.busy') : undefined}
            disabled={form.waitSeconds() > 0}
          >
            {t('settings.password.submit')}
          </Button>
        }
      >
        <div class="flex flex-col gap-4">
          {/* Tells password managers whose password this is. */}
          <input type="email" autocomplete="username" value={member.me().user.email} readonly hidden />
          <PasswordField
            label={t('settings.password.current')}
            {...form.field('currentPassword')}
            autocomplete="current-password"
            required
          />
          <PasswordField
            label={t('settings.password.next')}
            {...form.field('newPassword')}
            autocomplete="new-password"
            meter
            required
          />
          <FormError form={form} />
        </div>
      </Card>
    </form>
  )
}
