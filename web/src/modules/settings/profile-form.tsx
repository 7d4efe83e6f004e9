import { useQueryClient } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { TextField } from '../../ui/text-field'
import { showToast } from '../../ui/toast'
import { meQuery } from '../auth/auth.queries'
import { useCurrentMember } from '../auth/current-member'
import { FormError } from '../auth/form-error'

export function ProfileForm() {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const form = createForm({
    schema: () => import('@worker/modules/auth/auth.schemas').then((schemas) => schemas.updateMeSchema),
    initial: { name: member.me().user.name },
    onSubmit: async (changes) => {
      const me = await call(api.api.auth.me.$patch({ json: changes }))
      cache.setQueryData(meQuery().queryKey, me)
      form.reset({ name: me.user.name })
      showToast({ text: t('settings.common.saved'), tone: 'ok' })
    },
  })

  return (
    <form onSubmit={form.submit} novalidate>
      <Card
        title={t('settings.profile.aboutTitle')}
        footer={
          <Button
            type="submit"
            variant={form.dirty() ? 'primary' : 'secondary'}
            busy={form.submitting() ? t('settings.common.saving') : undefined}
            disabled={form.waitSeconds() > 0}
          >
            {t('settings.common.save')}
          </Button>
        }
      >
        <div class="flex flex-col gap-4">
          <TextField
            label={t('settings.profile.name')}
            {...form.field('name')}
            hint={t('settings.profile.nameHint')}
            autocomplete="name"
            dir="auto"
            required
          />
          <FormError form={form} />
        </div>
      </Card>
    </form>
  )
}
