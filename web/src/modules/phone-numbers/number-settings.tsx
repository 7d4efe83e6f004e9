import { useQueryClient } from '@tanstack/solid-query'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { TextField } from '../../ui/text-field'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { FormError } from '../auth/form-error'
import { refusedFields } from './credential-rules'
import { doctorQuery, rememberNumber } from './phone-numbers.queries'
import { SecretField } from './secret-field'

/** The name for the team, and new credentials when the old ones were reset. */
export function NumberSettings(props: { number: PhoneNumber }) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const form = createForm({
    schema: () => import('./number-settings.schema').then((schemas) => schemas.numberSettingsSchema),
    initial: { name: props.number.name, accessToken: '', appSecret: '' },
    onSubmit: async ({ name, accessToken, appSecret }) => {
      const changes = {
        ...(name !== props.number.name && { name }),
        ...(accessToken !== '' && { accessToken }),
        ...(appSecret !== '' && { appSecret }),
      }
      if (Object.keys(changes).length === 0) return
      const wasPaused = props.number.status === 'paused'
      const saved = await call(
        api.api['phone-numbers'][':id'].$patch({ param: { id: props.number.id }, json: changes }),
      )
      await rememberNumber(cache, member.organizationId(), saved)
      form.reset({ name: saved.name, accessToken: '', appSecret: '' })
      const isResumed = wasPaused && saved.status === 'connected'
      showToast({
        text: isResumed ? t('numbers.settings.resumed', { number: saved.name }) : t('numbers.settings.saved'),
        tone: 'ok',
      })
      if (accessToken !== '' || appSecret !== '')
        await cache.invalidateQueries({ queryKey: doctorQuery(member.organizationId(), props.number.id).queryKey })
    },
    onError: (error) => {
      const refused = refusedFields(error.details)
      for (const { path, message, action } of refused) {
        const field = path === 'accessToken' || path === 'appSecret' ? path : null
        const text = `${[message, action].filter(Boolean).join(' ')} ${t('numbers.settings.kept')}`
        if (field) form.setError(field, text)
        else form.setFormError(text)
      }
      return refused.length > 0
    },
  })
  const hasCredentials = () => form.values.accessToken !== '' || form.values.appSecret !== ''
  return (
    <form novalidate autocomplete="off" onSubmit={form.submit}>
      <Card
        title={t('numbers.settings.title')}
        footer={
          <Button
            type="submit"
            busy={
              form.submitting()
                ? hasCredentials()
                  ? t('numbers.settings.checkingSaving')
                  : t('numbers.settings.saving')
                : undefined
            }
            disabled={form.waitSeconds() > 0}
          >
            {t('numbers.settings.save')}
          </Button>
        }
      >
        <div class="flex flex-col gap-4">
          <TextField
            label={t('numbers.settings.name')}
            {...form.field('name')}
            hint={
              props.number.verifiedName === ''
                ? t('numbers.settings.nameHintOnly')
                : t('numbers.settings.nameHint', { name: props.number.verifiedName })
            }
            maxlength={80}
            required
          />
          <SecretField
            label={t('numbers.settings.newToken')}
            {...form.field('accessToken')}
            hint={t('numbers.settings.newTokenHint')}
          />
          <Show when={props.number.app === 'own'}>
            <SecretField
              label={t('numbers.settings.newSecret')}
              {...form.field('appSecret')}
              hint={t('numbers.settings.newSecretHint')}
            />
          </Show>
          <FormError form={form} />
        </div>
      </Card>
    </form>
  )
}
