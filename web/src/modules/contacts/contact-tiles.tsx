import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import AlarmClock from 'lucide-solid/icons/alarm-clock'
import Check from 'lucide-solid/icons/check'
import RotateCcw from 'lucide-solid/icons/rotate-ccw'
import TagIcon from 'lucide-solid/icons/tag'
import UserRoundCheck from 'lucide-solid/icons/user-round-check'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Menu } from '../../ui/menu'
import type { ConversationActions } from '../conversations/conversation-actions'
import { createConversationMenus } from '../conversations/conversation-menus'

const tile =
  'flex h-16 min-w-0 flex-col items-center justify-center gap-[5px] rounded-[14px] bg-surface-3 font-medium text-[12.5px]/4 active:bg-surface-4 aria-expanded:bg-surface-4 [&_.lucide]:size-5'

/** On a phone the header has room for little: what is done with a conversation stands on top of the details. */
export function ContactTiles(props: {
  conversation: Conversation
  actions: ConversationActions
  members: readonly Member[]
  onTag: (opener: HTMLElement) => void
  /** Closed: on to the next one. */
  onDone: () => void
}) {
  const menus = createConversationMenus({
    conversation: () => props.conversation,
    actions: () => props.actions,
    members: () => props.members,
  })
  return (
    <div class="grid grid-cols-4 gap-2 px-4 pb-2.5 sm:hidden">
      <Menu
        label={t('inbox.assign.label')}
        tip={false}
        items={menus.assignItems()}
        triggerClass={tile}
        trigger={
          <>
            <UserRoundCheck aria-hidden="true" />
            {t('inbox.assign.label')}
          </>
        }
      />
      <button type="button" aria-haspopup="dialog" class={tile} onClick={(event) => props.onTag(event.currentTarget)}>
        <TagIcon aria-hidden="true" />
        {t('details.tag')}
      </button>
      <Menu
        label={t('inbox.snooze.label')}
        tip={false}
        items={menus.snoozeItems()}
        triggerClass={tile}
        trigger={
          <>
            <AlarmClock aria-hidden="true" />
            {t('inbox.snooze.label')}
          </>
        }
      />
      <Show
        when={props.conversation.status !== 'closed'}
        fallback={
          <button type="button" class={tile} onClick={() => void props.actions.setStatus([props.conversation], 'open')}>
            <RotateCcw aria-hidden="true" />
            {t('inbox.reopen')}
          </button>
        }
      >
        <button
          type="button"
          class={tile}
          onClick={() => {
            void props.actions.setStatus([props.conversation], 'closed')
            props.onDone()
          }}
        >
          <Check aria-hidden="true" />
          {t('inbox.close')}
        </button>
      </Show>
    </div>
  )
}
