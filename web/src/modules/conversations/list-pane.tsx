import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createSignal } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import type { InboxState } from '../inbox/inbox-state'
import type { Drafts } from '../messages/drafts'
import type { ConversationActions } from './conversation-actions'
import { ConversationList } from './conversation-list'

export type ListPaneProps = {
  class: string
  state: InboxState
  actions: ConversationActions
  drafts: Drafts
  members: readonly Member[]
  numbers: readonly PhoneNumber[]
  onRows: (rows: readonly Conversation[]) => void
}

/** Views, filters, search and the list below them. */
export function ListPane(props: ListPaneProps) {
  const [checked, setChecked] = createSignal<ReadonlySet<string>>(new Set())
  const nameOf = (userId: string) => props.members.find((member) => member.userId === userId)?.name
  return (
    <section
      aria-label={t('inbox.title')}
      class={cx('flex min-h-0 min-w-0 flex-col border-line border-e', props.class)}
    >
      <header class="flex h-12 flex-none items-center ps-4 pe-2.5">
        <h1 class="font-semibold text-[17px] tracking-[-.015em]">{t('inbox.title')}</h1>
      </header>
      <ConversationList
        filter={props.state.filter()}
        selectedId={props.state.selectedId()}
        checked={checked()}
        draftOf={(id) => props.drafts.of(id).reply || undefined}
        nameOf={nameOf}
        onOpen={(id) => props.state.select(id)}
        onCheck={(id) =>
          setChecked((before) => {
            const next = new Set(before)
            if (!next.delete(id)) next.add(id)
            return next
          })
        }
        onRows={props.onRows}
      />
    </section>
  )
}
