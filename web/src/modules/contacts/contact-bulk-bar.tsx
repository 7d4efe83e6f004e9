import '../../strings/register-details'
import { useQueryClient } from '@tanstack/solid-query'
import type { BulkAction } from '@worker/modules/contacts/contact-list.schemas'
import type { Tag as TagRow } from '@worker/modules/contacts/contacts.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import Download from 'lucide-solid/icons/download'
import ListPlus from 'lucide-solid/icons/list-plus'
import Tag from 'lucide-solid/icons/tag'
import Trash from 'lucide-solid/icons/trash'
import UserRound from 'lucide-solid/icons/user-round'
import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { createShortcuts } from '../../shared/shortcuts'
import { IconButton } from '../../ui/icon-button'
import { Menu, type MenuItem } from '../../ui/menu'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { exportContacts, startBulk, toApiSelection } from './contact-bulk'
import { everybody, type Selection, SOME_MOST, selectedCount } from './contact-selection'
import type { ListPlace } from './list-place'

const TagPicker = lazyPart(() => import('./tag-picker'))
const SetFieldDialog = lazyPart(() => import('./set-field-dialog'))
const RemoveContactsDialog = lazyPart(() => import('./remove-contacts-dialog'))

const button =
  'inline-flex h-8 flex-none items-center gap-1.5 rounded-sm px-2 font-medium text-[12.5px] hover:bg-white/15 aria-expanded:bg-white/15 max-sm:h-11 max-sm:px-3 [&_.lucide]:size-3.5 max-sm:[&_.lucide]:size-5'
const words = 'max-sm:sr-only'

/** Floats over the table while people are selected: how many, everyone, and what can be done with them. */
export function ContactBulkBar(props: {
  selection: Selection
  total: number | undefined
  place: ListPlace
  members: readonly Member[]
  onSelect: (selection: Selection) => void
  onDone: () => void
}) {
  const member = useCurrentMember()
  const client = useQueryClient()
  createShortcuts([{ keys: 'escape', run: () => props.onDone() }])
  const [picking, setPicking] = createSignal<'add' | 'remove'>()
  const [dialog, setDialog] = createSignal<'field' | 'remove'>()
  let tagAnchor: HTMLSpanElement | undefined
  const count = () => selectedCount(props.selection, props.total)
  const people = () => toApiSelection(props.selection, props.place)
  const hasAll = () => props.selection.kind === 'all' && props.selection.except.size === 0
  const isFull = () => props.selection.kind === 'some' && props.selection.ids.size >= SOME_MOST

  async function run(action: BulkAction): Promise<string | undefined> {
    const problem = await startBulk({ client, organizationId: member.organizationId() }, people(), action)
    if (!problem) props.onDone()
    return problem
  }
  const runOrTell = async (action: BulkAction) => {
    const problem = await run(action)
    if (problem) showToast({ tone: 'bad', text: problem })
  }
  // Once the menu has given the focus back, else it would take it from the picker.
  const pick = (which: 'add' | 'remove') => requestAnimationFrame(() => setPicking(which))
  const onTag = (tag: TagRow) => {
    const which = picking()
    setPicking(undefined)
    if (which) void runOrTell({ type: 'tag', add: [], remove: [], [which]: [tag.id] })
  }
  const owners = (): MenuItem[] => [
    ...props.members
      .filter(({ isActive }) => isActive)
      .map(({ userId, name }) => ({
        label: name,
        onSelect: () => void runOrTell({ type: 'owner', ownerId: userId }),
      })),
    'separator',
    { label: t('contactsList.bulk.nobody'), onSelect: () => void runOrTell({ type: 'owner', ownerId: null }) },
  ]
  return (
    <>
      <div
        role="toolbar"
        aria-label={t('contactsList.bulk.label')}
        class="absolute inset-x-3 bottom-4 z-(--z-sticky) mx-auto flex min-h-10 w-fit max-w-[calc(100%-24px)] flex-wrap items-center justify-center gap-x-1 rounded-[10px] bg-ink ps-3.5 pe-1 text-ink-inverse shadow-lg max-sm:w-auto max-sm:justify-start max-sm:py-1"
      >
        <span role="status" class="py-1 font-semibold text-sm tabular-nums">
          {count() === undefined ? t('contactsList.bulk.selecting') : t('contactsList.bulk.selected', count() ?? 0)}
        </span>
        <Show when={!hasAll() && props.total !== undefined && (count() ?? 0) < props.total ? props.total : undefined}>
          {(total) => (
            <button
              type="button"
              class={`${button} text-brand-line`}
              data-tip={isFull() ? t('contactsList.bulk.most', SOME_MOST) : undefined}
              onClick={() => props.onSelect(everybody)}
            >
              {t('contactsList.bulk.all', total())}
            </button>
          )}
        </Show>
        <Divider />
        <Show when={member.can('contacts:update')}>
          <span ref={(element) => (tagAnchor = element)} class="inline-flex">
            <Menu
              label={t('contactsList.bulk.tag')}
              items={[
                { label: t('contactsList.bulk.addTag'), onSelect: () => pick('add') },
                { label: t('contactsList.bulk.removeTag'), onSelect: () => pick('remove') },
              ]}
              triggerClass={button}
              trigger={withWords(<Tag aria-hidden="true" />, t('contactsList.bulk.tag'))}
              placement="top-start"
            />
          </span>
          <Menu
            label={t('contactsList.bulk.owner')}
            items={owners()}
            triggerClass={button}
            trigger={withWords(<UserRound aria-hidden="true" />, t('contactsList.bulk.owner'))}
            placement="top-start"
          />
          <button type="button" class={button} onClick={() => setDialog('field')}>
            {withWords(<ListPlus aria-hidden="true" />, t('contactsList.bulk.field'))}
          </button>
        </Show>
        <Show when={member.can('contacts:export')}>
          <Menu
            label={t('contactsList.bulk.export')}
            items={[
              { label: t('contactsList.bulk.exportCsv'), onSelect: () => void exportContacts(people(), 'csv') },
              { label: t('contactsList.bulk.exportJson'), onSelect: () => void exportContacts(people(), 'jsonl') },
            ]}
            triggerClass={button}
            trigger={withWords(<Download aria-hidden="true" />, t('contactsList.bulk.export'))}
            placement="top-start"
          />
        </Show>
        <Show when={member.can('contacts:delete')}>
          <button type="button" class={`${button} text-bad-line`} onClick={() => setDialog('remove')}>
            {withWords(<Trash aria-hidden="true" />, t('contactsList.bulk.remove'))}
          </button>
        </Show>
        <Divider />
        <IconButton
          class="!text-ink-inverse hover:!bg-white/15 max-sm:ms-auto"
          label={t('contactsList.bulk.clear')}
          icon={<X aria-hidden="true" />}
          onClick={() => props.onDone()}
        />
      </div>
      <Show when={picking() ? tagAnchor : undefined} keyed>
        {(anchor) => (
          <Suspense>
            <TagPicker anchor={anchor} chosen={[]} onToggle={onTag} onClose={() => setPicking(undefined)} />
          </Suspense>
        )}
      </Show>
      <Show when={dialog() === 'field'}>
        <SetFieldDialog count={count()} onSet={run} onClose={() => setDialog(undefined)} />
      </Show>
      <Show when={dialog() === 'remove'}>
        <RemoveContactsDialog
          count={count()}
          onRemove={() => run({ type: 'delete' })}
          onClose={() => setDialog(undefined)}
        />
      </Show>
    </>
  )
}

const Divider = () => <span aria-hidden="true" class="mx-1 h-5 w-px bg-white/20 max-sm:hidden" />
const withWords = (icon: JSX.Element, text: string) => (
  <>
    {icon}
    <span class={words}>{text}</span>
  </>
)
