import '../strings/register-create-workspace'
import { createUniqueId, Show } from 'solid-js'
import { api, call } from '../shared/api'
import { createForm } from '../shared/form'
import { t } from '../shared/i18n'
import { session } from '../shared/session'
import { takeLeave } from '../shared/taking-leave'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { TextField } from '../ui/text-field'
import { showToast } from '../ui/toast'

const schema = () =>
  import('@worker/modules/organizations/organizations.schemas').then((schemas) => schemas.createOrganizationSchema)

/** Creates a workspace and moves into it. */
export default function CreateWorkspaceDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const formId = createUniqueId()
  const form = createForm({
    schema,
    initial: { name: '', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    onSubmit: async (input) => {
      const organization = await call(api.api.organizations.$post({ json: input }))
      await takeLeave()
      const token = await call(api.api.auth['switch-organization'].$post({ json: { organizationId: organization.id } }))
      props.onOpenChange(false)
      session.accept(token)
      showToast({ text: t('createWorkspace.created', { name: organization.name }), tone: 'ok' })
    },
  })
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={t('shell.workspace.create')}
      description={t('createWorkspace.createText')}
      footer={
        <>
          <Button onClick={() => props.onOpenChange(false)}>{t('ui.cancel')}</Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            busy={form.submitting() ? t('createWorkspace.creating') : undefined}
          >
            {t('shell.workspace.create')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={form.submit} novalidate class="flex flex-col gap-3">
        <TextField
          label={t('createWorkspace.name')}
          autocomplete="organization"
          maxlength={80}
          required
          {...form.field('name')}
        />
        <Show when={form.formError()}>{(text) => <Banner tone="bad">{text()}</Banner>}</Show>
      </form>
    </Dialog>
  )
}
