import '../../strings/register-contacts-list'
import '../../strings/register-segments'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Segment } from '@worker/modules/segments/segments.schemas'
import CopyCheck from 'lucide-solid/icons/copy-check'
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { createQueryData } from '../../shared/query-data'
import { ButtonLink } from '../../ui/button'
import { NotAllowed } from '../../ui/not-allowed'
import { useCurrentMember } from '../auth/current-member'
import { createConditionSources } from '../segments/condition-sources'
import { createSegmentChanges } from '../segments/segment-changes'
import type { SegmentDraft } from '../segments/segment-drawer'
import { SegmentTabs } from '../segments/segment-tabs'
import { segmentCountsQuery, segmentsQuery } from '../segments/segments.queries'
import { createColumns } from './contact-columns'
import { countQuery } from './contact-list.queries'
import { isNobody, nobody, type Selection, toggle, toggleLoaded, toggleRange } from './contact-selection'
import { ListBody } from './list-body'
import { createListPlace, filterOf } from './list-place'
import { ListToolbar } from './list-toolbar'

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
      <header class="flex min-h-14 flex-none items-center gap-3 border-line-soft border-b py-2 ps-6 pe-5 max-sm:px-4">
        <h1 tabindex="-1" class="text-[17px]/6 tracking-[-.015em] max-sm:text-[26px]/[34px] max-sm:tracking-[-.025em]">
          {t('contactsList.title')}
        </h1>
        <span class="flex-1 text-ink-3 tabular-nums">
          <Show when={everyone()}>{(all) => t('contactsList.count', all().count)}</Show>
        </span>
        <Show when={member.can('contacts:update')}>
          <ButtonLink href="/contacts/duplicates" variant="ghost" icon={<CopyCheck aria-hidden="true" />}>
            {t('contactsList.duplicates')}
          </ButtonLink>
        </Show>
      </header>
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
          maySelect={false}
          hasBar={!isNobody(selection())}
          ownerName={(id) => nameOf().get(id)}
          firstSteps={
            <Show when={member.can('phone-numbers:update')}>
              <ButtonLink href="/settings/numbers/connect">{t('contactsList.empty.connect')}</ButtonLink>
            </Show>
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
