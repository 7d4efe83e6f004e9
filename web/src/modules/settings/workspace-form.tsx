import { useQueryClient } from '@tanstack/solid-query'
import { createMemo, Show } from 'solid-js'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Card } from '../../ui/card'
import { Select } from '../../ui/select'
import { TextField } from '../../ui/text-field'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { FormError } from '../auth/form-error'
import { rememberOrganization } from '../organizations/organizations.queries'
import { clockIn, timeZoneOptions } from './time-zones'

export function WorkspaceForm() {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const organization = () => member.me().organization
  const mayUpdate = () => member.can('organization:update')
  const form = createForm({
    schema: () =>
      import('@worker/modules/organizations/organizations.schemas').then((schemas) => schemas.updateOrganizationSchema),
    initial: { name: organization().name, timeZone: organization().timeZone },
    onSubmit: async (changes) => {
      const saved = await call(api.api.organizations.current.$patch({ json: changes }))
      rememberOrganization(cache, saved)
      form.reset({ name: saved.name, timeZone: saved.timeZone })
      showToast({ text: t('settings.common.saved'), tone: 'ok' })
    },
  })
  const zones = createMemo(() => timeZoneOptions(organization().timeZone))
  const clock = () => clockIn(form.values.timeZone, new Date())

  return (
    <form onSubmit={form.submit} novalidate>
      <Card
        title={t('settings.workspace.card')}
        footer={
          <Show when={mayUpdate()}>
            <Button
              type="submit"
              variant={form.dirty() ? 'primary' : 'secondary'}
              busy={form.submitting() ? t('settings.common.saving') : undefined}
              disabled={form.waitSeconds() > 0}
            >
              {t('settings.common.save')}
            </Button>
          </Show>
        }
      >
        <div class="flex flex-col gap-4">
          <Show when={!mayUpdate()}>
            <Banner>{t('settings.workspace.readOnly', { role: t(`settings.roles.${member.me().role}`) })}</Banner>
          </Show>
          <TextField
            label={t('settings.workspace.name')}
            {...form.field('name')}
            hint={t('settings.workspace.nameHint')}
            autocomplete="organization"
            readonly={!mayUpdate()}
            required
          />
          <Show
            when={mayUpdate()}
            fallback={
              <TextField
                label={t('settings.workspace.timeZone')}
                {...form.field('timeZone')}
                hint={t('settings.workspace.timeZoneHint', { time: clock() })}
                readonly
              />
            }
          >
            <Select
              label={t('settings.workspace.timeZone')}
              options={zones()}
              {...form.choice('timeZone')}
              hint={t('settings.workspace.timeZoneHint', { time: clock() })}
            />
          </Show>
          <FormError form={form} />
        </div>
      </Card>
    </form>
  )
}
