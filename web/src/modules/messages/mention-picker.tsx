import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createMemo } from 'solid-js'
import { t } from '../../shared/i18n'
import { Avatar } from '../../ui/avatar'
import { useCurrentMember } from '../auth/current-member'
import { canSee } from '../conversations/own-sight'
import type { ComposerState } from './composer-state'
import { SuggestList } from './composer-suggest-list'
import { answerBox } from './composer-text-box'

const MOST = 8

/** Colleagues for what stands behind "@". */
export default function MentionPicker(props: {
  members: readonly Member[]
  conversation: Pick<Conversation, 'assigneeId'>
  state: ComposerState
  query: string
}) {
  const member = useCurrentMember()
  answerBox(props.state.box, () => ({ kind: 'mention', query: props.query }))
  const found = createMemo(() => {
    const query = props.query.toLowerCase()
    const begins = ({ name }: Member) =>
      name
        .toLowerCase()
        .split(/\s+/)
        .some((word) => word.startsWith(query)) || name.toLowerCase().startsWith(query)
    return props.members.filter((person) => person.isActive && begins(person)).slice(0, MOST)
  })
  return (
    <SuggestList
      box={props.state.box}
      label={t('composer.mentionPicker.label')}
      items={found()}
      idOf={({ userId }) => userId}
      onChoose={({ name }) => props.state.box.replace(`@${name} `)}
      render={(person) => (
        <>
          <Avatar name={person.name} size={24} />
          <span class="min-w-0 truncate font-medium">{person.name}</span>
          <span class="min-w-0 flex-1 truncate text-ink-3 text-xs">
            {/* A mention calls nobody to what they can't open. */}
            {canSee(person, props.conversation, member.me().organization)
              ? person.email
              : t('composer.mentionPicker.cannotSee')}
          </span>
        </>
      )}
      empty={<p class="px-2 py-1.5 text-ink-3">{t('composer.mentionPicker.none')}</p>}
    />
  )
}
