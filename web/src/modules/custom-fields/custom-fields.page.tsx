import '../../strings/register-settings-contacts'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { CustomField } from '@worker/modules/contacts/custom-fields.schemas'
import ListPlus from 'lucide-solid/icons/list-plus'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, Match, Show, Suspense, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { NotAllowed } from '../../ui/not-allowed'
import { Skeleton } from '../../ui/skeleton'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { fieldsQuery } from '../contacts/contact-list.queries'
import { focusNeighbour } from '../settings/keep-focus'
import { TableCard } from '../settings/table-card'
import { whoCanText } from '../settings/who-can'
import { FIELDS_MAX, moveField } from './custom-fields.queries'
import { CustomFieldsTable } from './custom-fields-table'
import { RemoveFieldDialog } from './remove-field-dialog'

const CustomFieldDialog = lazyPart(() => import('./custom-field-dialog'))

export default function CustomFieldsPage() {
  const member = useCurrentMember()
  return (
    <Show
      when={member.can('contacts:read')}
      fallback={<NotAllowed title={t('settingsContacts.fields.notAllowedTitle')} text={whoCanText(member.me())} />}
    >
      <CustomFields />
    </Show>
  )
}

/** What the team keeps about people: make, change, order and delete. */
function CustomFields() {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const list = useQuery(() => fieldsQuery(member.organizationId()))
  const pending = createHeldPending(() => list.isPending)
  // Not while pending: reading the data then would suspend the whole page instead of showing this list's skeleton.
  const fields = () => (list.isPending ? [] : (list.data?.items ?? []))
  const mayChange = () => member.can('contact-fields:update')
  const isFull = () => fields().length >= FIELDS_MAX
  const [editing, setEditing] = createSignal<CustomField | 'new'>()
  const [removing, setRemoving] = createSignal<CustomField | null>(null)
  const [said, setSaid] = createSignal('')
  let area: HTMLDivElement | undefined

  /** The row is drawn anew in its place, and a button at the end of the list can't be pressed any more. */
  function focusMoved(id: string, way: 'up' | 'down'): void {
    const buttons = area?.querySelector(`[data-field="${CSS.escape(id)}"]`)
    const target = [way, way === 'up' ? 'down' : 'up']
      .map((name) => buttons?.querySelector<HTMLButtonElement>(`[data-move="${name}"]`))
      .find((button) => button && !button.disabled)
    target?.focus()
  }
  async function move(field: CustomField, to: number): Promise<void> {
    const before = fields()
    const way = to < before.findIndex(({ id }) => id === field.id) ? 'up' : 'down'
    const saved = moveField(cache, member.organizationId(), { fields: before, field, to })
    queueMicrotask(() => requestAnimationFrame(() => focusMoved(field.id, way)))
    setSaid(t('settingsContacts.fields.moved', { name: field.label, place: to + 1, count: before.length }))
    try {
      await saved
    } catch (error) {
      showToast({ text: errorText(error), tone: 'bad' })
    }
  }
  const createButton = () => (
    <Show when={mayChange()}>
      <Button
        variant="primary"
        icon={<Plus aria-hidden="true" />}
        disabled={isFull()}
        onClick={() => setEditing('new')}
      >
        {t('settingsContacts.fields.create')}
      </Button>
    </Show>
  )
  const edited = () => {
    const field = editing()
    return field === 'new' ? undefined : field
  }

  return (
    <div ref={(element) => (area = element)} class="max-w-[960px]">
      <TableCard
        description={fields().length > 0 && t('settingsContacts.fields.text')}
        actions={fields().length > 0 && createButton()}
      >
        <Switch>
          <Match when={pending()}>
            <Skeleton rows={4} />
          </Match>
          <Match when={!list.data && list.error}>
            {(error) => (
              <ErrorState
                title={t('settingsContacts.fields.loadFailed')}
                text={errorText(error())}
                details={errorDetails(error())}
                onRetry={() => void list.refetch()}
              />
            )}
          </Match>
          <Match when={fields().length === 0}>
            <EmptyState
              icon={<ListPlus aria-hidden="true" />}
              title={t('settingsContacts.fields.emptyTitle')}
              text={t('settingsContacts.fields.emptyText')}
            >
              {createButton()}
            </EmptyState>
          </Match>
          <Match when={true}>
            <Show when={isFull() || !mayChange()}>
              <div class="px-[18px] pb-3 max-sm:px-4">
                <Banner>
                  {isFull()
                    ? t('settingsContacts.fields.full', { most: FIELDS_MAX })
                    : t('settingsContacts.fields.readOnly', { role: t(`settings.roles.${member.me().role}`) })}
                </Banner>
              </div>
            </Show>
            <CustomFieldsTable
              fields={fields()}
              mayChange={mayChange()}
              onMove={(field, to) => void move(field, to)}
              onEdit={setEditing}
              onRemove={setRemoving}
            />
            <p class="flex flex-wrap justify-between gap-x-4 border-line-soft border-t px-[18px] py-2.5 text-ink-3 text-xs max-sm:px-4">
              <span>{t('settingsContacts.fields.of', { count: fields().length, most: FIELDS_MAX })}</span>
              <Show when={mayChange() && fields().length > 1}>
                <span class="max-sm:hidden">{t('settingsContacts.fields.moveHint')}</span>
              </Show>
            </p>
          </Match>
        </Switch>
      </TableCard>
      <p role="status" class="sr-only">
        {said()}
      </p>
      <Show when={editing()}>
        <Suspense>
          <CustomFieldDialog field={edited()} onClose={() => setEditing(undefined)} />
        </Suspense>
      </Show>
      <RemoveFieldDialog
        field={removing()}
        place={fields().findIndex(({ id }) => id === removing()?.id)}
        onRemoved={(index) => focusNeighbour(area, index)}
        onClose={() => setRemoving(null)}
      />
    </div>
  )
}
