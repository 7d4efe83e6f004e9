import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import AlarmClock from 'lucide-solid/icons/alarm-clock'
import ArrowLeft from 'lucide-solid/icons/arrow-left'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import EllipsisVertical from 'lucide-solid/icons/ellipsis-vertical'
import PanelRight from 'lucide-solid/icons/panel-right'
import RotateCcw from 'lucide-solid/icons/rotate-ccw'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { createShortcuts } from '../../shared/shortcuts'
import { Avatar } from '../../ui/avatar'
import { Button, buttonClass } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import { Kbd } from '../../ui/kbd'
import { Menu, type MenuItem } from '../../ui/menu'
import { clickMenu, openMenu } from '../../ui/menu-parts'
import { useCurrentMember } from '../auth/current-member'
import { copyText } from '../messages/copy-text'
import type { Viewer } from '../messages/thread-live'
import { createConversationMenus, nextOf } from './conversation-menus'
import type { ConversationPaneProps } from './conversation-pane'
import { goOnTo, rowWithFocus } from './list-focus'
import { endSelection } from './selection-end'
import { WindowRing } from './window-ring'

const SHOWN_VIEWERS = 3

/** Who it is, how long the window is open, who looks on, and what can be done. */
export function ConversationHeader(
  props: ConversationPaneProps & { conversation: Conversation; viewers: readonly Viewer[] },
) {
  const member = useCurrentMember()
  const mayChange = () => member.can('conversations:update')
  const me = () => member.me().user.id
  const number = () => props.numbers.find(({ id }) => id === props.conversation.phoneNumberId)
  const assignee = () => props.members.find(({ userId }) => userId === props.conversation.assigneeId)
  const assigneeWords = () =>
    props.conversation.assigneeId === me() ? t('inbox.assign.you') : (assignee()?.name ?? t('inbox.assign.nobodyShort'))
  const { assign, assignItems, snoozeItems } = createConversationMenus({
    conversation: () => props.conversation,
    actions: () => props.actions,
    members: () => props.members,
  })
  const isClosed = () => props.conversation.status === 'closed'

  /** Closes it and goes on to the next one of the list. */
  const close = () => {
    const next = nextOf(props.rows, props.conversation.id)
    void props.actions.setStatus([props.conversation], 'closed')
    goOnTo(props.state, next)
  }
  /** In the list, the row that has the focus. */
  const meant = () => props.rows.find(({ id }) => id === rowWithFocus()) ?? props.conversation
  const moreItems = (): MenuItem[] => [
    {
      label: t('inbox.more.unread'),
      shortcut: 'U',
      onSelect: () => void props.actions.setRead([props.conversation], false),
    },
    {
      label: t('inbox.more.pending'),
      disabled: props.conversation.status === 'pending',
      onSelect: () => void props.actions.setStatus([props.conversation], 'pending'),
    },
    {
      label: t('inbox.more.copyLink'),
      onSelect: () =>
        void copyText(`${window.location.origin}/inbox/${props.conversation.id}`, t('thread.actions.copiedLink')),
    },
  ]
  createShortcuts([
    { keys: 'e', run: () => mayChange() && !isClosed() && close() },
    { keys: 'i', run: () => mayChange() && assign(me(), member.me().user.name) },
    { keys: 'a', run: () => mayChange() && openMenu('A') },
    { keys: 'h', run: () => mayChange() && openMenu('H') },
    // Where there is no room for the details, they come first.
    { keys: 'l', run: () => mayChange() && !clickMenu('L') && props.onToggleDetails() },
    { keys: 'u', run: () => mayChange() && void props.actions.setRead([meant()], false) },
    { keys: ']', run: () => props.onToggleDetails() },
    { keys: 'escape', run: () => endSelection() || props.state.select(undefined) },
  ])

  return (
    <header class="flex h-14 flex-none items-center gap-2 border-line border-b bg-surface ps-4 pe-3 max-sm:ps-1">
      <IconButton
        class="md:hidden"
        label={t('inbox.backToList')}
        icon={<ArrowLeft aria-hidden="true" class="rtl:rotate-180" />}
        onClick={() => props.state.select(undefined)}
      />
      <div class="relative flex min-w-0 flex-1 items-center gap-2">
        <Avatar name={props.conversation.contact.displayName} size={32} />
        <div class="min-w-0 flex-1">
          <div class="flex items-center gap-x-[7px] max-sm:flex-col max-sm:items-start">
            <h2 class="min-w-0 max-w-full truncate font-semibold text-[14.5px]/5" dir="auto">
              {props.conversation.contact.displayName}
            </h2>
            <WindowRing endsAt={props.conversation.windowEndsAt} long />
          </div>
          <p class="-mt-px truncate text-ink-3 text-xs max-sm:hidden">
            <Show when={number()}>
              {(found) => t('inbox.toNumber', { name: found().name, number: found().displayPhoneNumber })}
            </Show>
          </p>
        </div>
        {/* On a phone who they are is the way to all about them. */}
        <button
          type="button"
          class="absolute inset-x-0 -inset-y-1.5 rounded-md sm:hidden"
          aria-label={t('inbox.details')}
          aria-expanded={props.isDetailsOpen}
          onClick={() => props.onToggleDetails()}
        />
      </div>
      <Show when={props.viewers.length > 0}>
        <span
          class="flex items-center gap-1 px-1.5"
          role="img"
          aria-label={t('inbox.viewing', { names: props.viewers.map(({ name }) => name).join(', ') })}
        >
          <For each={props.viewers.slice(0, SHOWN_VIEWERS)}>
            {(viewer) => (
              <span title={viewer.name}>
                <Avatar name={viewer.name} size={24} />
              </span>
            )}
          </For>
          <span aria-hidden="true" class="text-ink-3 text-xs @max-[640px]:hidden">
            {t('inbox.viewingWord')}
          </span>
        </span>
      </Show>
      <Show when={mayChange()}>
        <div class="flex items-center gap-2 max-sm:hidden">
          <Menu
            // What stands on a button is a part of its name: people say it to have it pressed.
            label={assignee() ? `${t('inbox.assign.label')}: ${assigneeWords()}` : t('inbox.assign.label')}
            shortcut="A"
            items={assignItems()}
            triggerClass={buttonClass({ variant: 'secondary', size: 'sm', class: '@max-[640px]:px-1.5' })}
            trigger={
              <>
                <Show
                  when={assignee()}
                  fallback={<span class="size-4 rounded-full border-[1.5px] border-line-control border-dashed" />}
                >
                  {(person) => <Avatar name={person().name} size={16} />}
                </Show>
                <span class="max-w-28 truncate @max-[640px]:hidden">{assigneeWords()}</span>
                <ChevronDown aria-hidden="true" class="size-3" />
              </>
            }
          />
          <Menu
            label={t('inbox.snooze.label')}
            shortcut="H"
            items={snoozeItems()}
            trigger={<AlarmClock aria-hidden="true" />}
          />
          <Menu label={t('inbox.more.label')} items={moreItems()} trigger={<Ellipsis aria-hidden="true" />} />
        </div>
      </Show>
      <IconButton
        class="max-sm:hidden lg:hidden"
        label={t('inbox.details')}
        shortcut="]"
        aria-pressed={props.isDetailsOpen}
        icon={<PanelRight aria-hidden="true" />}
        onClick={() => props.onToggleDetails()}
      />
      <Show when={mayChange()}>
        <Show
          when={!isClosed()}
          fallback={
            <Button
              size="sm"
              icon={<RotateCcw aria-hidden="true" />}
              onClick={() => void props.actions.setStatus([props.conversation], 'open')}
            >
              {t('inbox.reopen')}
            </Button>
          }
        >
          <Button
            size="sm"
            class="max-sm:bg-transparent max-sm:px-3 max-sm:shadow-none max-sm:inset-ring-0"
            icon={<Check aria-hidden="true" />}
            onClick={close}
          >
            <span class="@max-[520px]:sr-only">{t('inbox.close')}</span> <Kbd class="max-sm:hidden">E</Kbd>
          </Button>
        </Show>
        <div class="sm:hidden">
          <Menu
            label={t('inbox.more.label')}
            items={[
              { heading: t('inbox.assign.label') },
              ...assignItems(),
              { heading: t('inbox.snooze.label') },
              ...snoozeItems(),
              'separator',
              ...moreItems(),
            ]}
            trigger={<EllipsisVertical aria-hidden="true" />}
          />
        </div>
      </Show>
    </header>
  )
}
