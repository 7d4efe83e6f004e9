import type { createdApiKeySchema } from '@worker/modules/api-keys/api-keys.schemas'
import type { MemberRole } from '@worker/tenancy/permissions.schemas'
import { createSignal, onMount, Show } from 'solid-js'
import type { z } from 'zod'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Select } from '../../ui/select'
import { TextField } from '../../ui/text-field'
import { CopyButton } from './copy-button'
import { DialogForm } from './dialog-form'

type CreatedApiKey = z.infer<typeof createdApiKeySchema>

const roles = (['admin', 'manager', 'agent', 'user'] as const satisfies readonly MemberRole[]).map((role) => ({
  value: role,
  label: t(`settings.roles.${role}`),
}))

/** Name and role first, then the key, shown once. */
export function CreateApiKeyDialog(props: { onCreated: () => Promise<void>; onClose: () => void }) {
  const [created, setCreated] = createSignal<CreatedApiKey | null>(null)
  return (
    <Dialog
      open
      onOpenChange={() => {
        // A stray click must not lose the key: only "I saved it" closes the dialog now.
        if (!created()) props.onClose()
      }}
      title={created() ? t('settings.apiKeys.shownTitle') : t('settings.apiKeys.createTitle')}
      description={created() ? t('settings.apiKeys.shownText', { name: created()?.name ?? '' }) : undefined}
      closable={!created()}
    >
      <Show
        when={created()}
        fallback={
          <CreateForm
            onCancel={props.onClose}
            onCreated={(key) => {
              setCreated(key)
              void props.onCreated()
            }}
          />
        }
      >
        {(key) => <NewKey secret={key().key} onDone={props.onClose} />}
      </Show>
    </Dialog>
  )
}

function CreateForm(props: { onCancel: () => void; onCreated: (key: CreatedApiKey) => void }) {
  const initial: { name: string; role: MemberRole } = { name: '', role: 'agent' }
  const form = createForm({
    schema: () => import('@worker/modules/api-keys/api-keys.schemas').then((schemas) => schemas.createApiKeySchema),
    initial,
    onSubmit: async (input) => props.onCreated(await call(api.api['api-keys'].$post({ json: input }))),
  })
  return (
    <DialogForm
      form={form}
      submitLabel={t('settings.apiKeys.submit')}
      busy={t('settings.apiKeys.creating')}
      onCancel={props.onCancel}
    >
      <TextField
        label={t('settings.apiKeys.name')}
        {...form.field('name')}
        hint={t('settings.apiKeys.nameHint')}
        autocomplete="off"
        required
        ref={(element) => onMount(() => element.focus())}
      />
      <Select
        label={t('settings.apiKeys.role')}
        options={roles}
        {...form.choice('role')}
        hint={t(`settings.roleCan.${form.values.role}`)}
      />
    </DialogForm>
  )
}

function NewKey(props: { secret: string; onDone: () => void }) {
  let box: HTMLElement | undefined
  onMount(() => box?.focus())
  return (
    <div class="flex flex-col gap-4 pb-1">
      {/* A block and not a field: the whole key is seen at any width. */}
      <code
        ref={(element) => (box = element)}
        tabindex="-1"
        class="wrap-anywhere block select-all rounded-md bg-surface-2 px-4 py-3 font-mono text-sm inset-ring inset-ring-line outline-none"
      >
        {props.secret}
      </code>
      <div class="flex flex-wrap items-center justify-end gap-2 max-sm:flex-col max-sm:items-stretch">
        <CopyButton text={props.secret} label={t('settings.apiKeys.copyKey')} />
        <Button variant="primary" onClick={() => props.onDone()}>
          {t('settings.apiKeys.done')}
        </Button>
      </div>
    </div>
  )
}
