import '../../strings/register-contacts-list'
import '../../strings/register-segments'
import { useNavigate, useSearchParams } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Segment } from '@worker/modules/segments/segments.schemas'
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { createQueryData } from '../../shared/query-data'
import { Button, ButtonLink } from '../../ui/button'
import { NotAllowed } from '../../ui/not-allowed'
import { useCurrentMember } from '../auth/current-member'
import { createConditionSources } from '../segments/condition-sources'
import { createSegmentChanges } from '../segments/segment-changes'
import type { SegmentDraft } from '../segments/segment-drawer'
import { SegmentTabs } from '../segments/segment-tabs'
import { segmentCountsQuery, segmentsQuery } from '../segments/segments.queries'
import { ContactBulkBar } from './contact-bulk-bar'
import { createColumns } from './contact-columns'
import { countQuery } from './contact-list.queries'
import { isNobody, nobody, type Selection, toggle, toggleLoaded, toggleRange } from './contact-selection'
import { ContactsHeader } from './contacts-header'
import { ListBody } from './list-body'
import { createListPlace, filterOf } from './list-place'
import { ListToolbar } from './list-toolbar'

const AddContactDialog = lazyPart(() => import('./add-contact-dialog'))
const ImportDrawer = lazyPart(() => import('../contact-import/import-drawer'))
const SegmentDrawer = lazyPart(() => import('../segments/segment-drawer'))

export default function ContactsPage() {
  const member = useCurrentMember()
  return (
    <Show
      when={member.can('contacts:read')}
      fallback={<NotAllowed title={t('contactsList.notAllowedTitle')} text={t('contactsList.loadFailedText')} />}
    >
      <Contacts organizationId={member.organizationId()} />
    </Show>
  )
}

function Contacts(props: { organizationId: string }) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const { place, go } = createListPlace()
  const sources = createConditionSources()
  const { columns, toggle: toggleColumn } = createColumns()
  const everyone = createQueryData(useQuery(() => countQuery(props.organizationId, {})))
  const found = createQueryData(useQuery(() => countQuery(props.organizationId, filterOf(place()))))
  const segments = createQueryData(useQuery(() => segmentsQuery(props.organizationId)))
  const counts = createQueryData(useQuery(() => segmentCountsQuery(props.organizationId)))
  const countOf = createMemo(() => new Map(counts()?.items.map(({ id, count }) => [id, count])))
  const changes = createSegmentChanges(client, props.organizationId)

  const [selection, setSelection] = createSignal<Selection>(nobody)
  const [drawer, setDrawer] = createSignal<SegmentDraft>()
  const [isAdding, setAdding] = createSignal(false)
  const navigate = useNavigate()
  // In the address, so that a reload or a colleague's link comes back to the file. 'new': none yet.
  const [query, setQuery] = useSearchParams<{ import?: string }>()
  const importId = () => (member.can('contacts:import') ? query.import : undefined)
  const setImport = (id: string | undefined) => setQuery({ import: id ?? null }, { replace: true })
  const maySelect = () => member.can('contacts:update') || member.can('contacts:export')
  let lastToggled: string | undefined
  const clear = () => setSelection(nobody)
  // Somebody else's list: who was chosen in the one before is out of sight.
  createEffect(on(() => JSON.stringify(filterOf(place())), clear, { defer: true }))
  const total = () => found()?.count
  const nameOf = createMemo(() => new Map(sources.members().map(({ userId, name }) => [userId, name])))

  const removeSegment = (segment: Segment) => {
    go({ segmentId: undefined })
    void changes.remove(segment, () => {})
  }

  return (
    <div class="relative flex h-full flex-col">
      <ContactsHeader
        count={everyone()?.count}
        place={place()}
        onAdd={() => setAdding(true)}
        onImport={() => setImport('new')}
      />
      <SegmentTabs
        segments={segments()?.items ?? []}
        selectedId={place().segmentId}
        everyone={everyone()?.count}
        counts={countOf()}
        mayChange={member.can('segments:update')}
        onSelect={(segmentId) => go({ segmentId }, { isStep: true })}
        onCreate={() => setDrawer({ name: '', definition: { match: 'all', conditions: [] } })}
        onEdit={setDrawer}
        onMove={(segment, by) => void changes.move(segment, by)}
        onRemove={removeSegment}
      />
      <ListToolbar
        search={place().search}
        conditions={place().conditions}
        sources={sources}
        columns={columns()}
        maySave={member.can('segments:update')}
        onSearch={(search) => go({ search })}
        onConditions={(conditions) => go({ conditions })}
        onColumn={toggleColumn}
        onSave={() => setDrawer({ name: '', definition: { match: 'all', conditions: [...place().conditions] } })}
      />
      <div class="min-h-0 flex-1">
        <ListBody
          place={place()}
          total={total()}
          columns={columns()}
          selection={selection()}
          maySelect={maySelect()}
          hasBar={!isNobody(selection())}
          ownerName={(id) => nameOf().get(id)}
          firstSteps={
            <>
              <Show when={member.can('contacts:import')}>
                <Button variant="primary" onClick={() => setImport('new')}>
                  {t('contactsList.import')}
                </Button>
              </Show>
              <Show when={member.can('phone-numbers:update')}>
                <ButtonLink href="/settings/numbers/connect">{t('contactsList.empty.connect')}</ButtonLink>
              </Show>
            </>
          }
          onSort={(sort) => go({ sort })}
          onToggle={(id, isRange, order) => {
            const from = isRange ? lastToggled : undefined
            lastToggled = id
            setSelection((now) => (isRange ? toggleRange(now, from, id, order) : toggle(now, id)))
          }}
          onToggleAll={(loaded) => setSelection((now) => toggleLoaded(now, loaded))}
          onClear={() => go({ search: '', conditions: [] })}
        />
      </div>
      <Show when={maySelect() && !isNobody(selection())}>
        <ContactBulkBar
          selection={selection()}
          total={total()}
          place={place()}
          members={sources.members()}
          onSelect={setSelection}
          onDone={clear}
        />
      </Show>
      <Show when={isAdding()}>
        <AddContactDialog onAdded={({ id }) => navigate(`/contacts/${id}`)} onClose={() => setAdding(false)} />
      </Show>
      <Show when={importId() !== undefined}>
        <ImportDrawer
          importId={importId() === 'new' ? undefined : importId()}
          onCreated={(made) => setImport(made ?? 'new')}
          onClose={() => setImport(undefined)}
        />
      </Show>
      <Show when={drawer()} keyed>
        {(draft) => (
          <SegmentDrawer
            draft={draft}
            sources={sources}
            onClose={() => setDrawer(undefined)}
            onSaved={(saved) => {
              setDrawer(undefined)
              go({ segmentId: saved.id, conditions: [], search: '' }, { isStep: true })
            }}
          />
        )}
      </Show>
    </div>
  )
}
