import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createSignal, Match, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { ErrorState } from '../../ui/error-state'
import { useCurrentMember } from '../auth/current-member'
import type { ConversationActions } from '../conversations/conversation-actions'
import { useInboxLive } from '../inbox/inbox-context'
import { createContactChanges } from './contact-changes'
import { ContactFacts } from './contact-facts'
import { followContact } from './contact-live'
import { ContactNotes } from './contact-notes'
import { ContactSkeleton } from './contact-skeleton'
import { ContactTags } from './contact-tags'
import { ContactTiles } from './contact-tiles'
import { ContactTop } from './contact-top'
import { contactQuery } from './contacts.queries'
import { MediaSection } from './media-section'
import { PreviousConversations } from './previous-conversations'

/** All about a person. One of these for each: it is made anew for another contact. */
export function ContactPanel(props: {
  conversation: Conversation
  actions: ConversationActions
  members: readonly Member[]
  isSheet: boolean
  /** The conversation is closed. */
  onDone: () => void
  onClose: () => void
}) {
  const member = useCurrentMember()
  const live = useInboxLive()
  const client = useQueryClient()
  const organizationId = member.organizationId()
  const contactId = props.conversation.contact.id
  const query = useQuery(() => contactQuery(organizationId, contactId))
  const isPending = createHeldPending(() => query.isPending)
  const [tagOpener, setTagOpener] = createSignal<HTMLElement>()
  const mayChange = () => member.can('conversations:update')
  const changes = createContactChanges({
    organizationId,
    client,
    cache: live.cache,
    conversation: () => props.conversation,
    contactId,
  })
  followContact(live, { client, organizationId, contactId, conversationId: props.conversation.id })

  return (
    <Switch>
      <Match when={isPending()}>
        <ContactSkeleton isSheet={props.isSheet} />
      </Match>
      <Match when={!query.isPending && query.data}>
        {(contact) => (
          <>
            <ContactTop
              contact={contact()}
              changes={changes}
              mayChange={mayChange()}
              isSheet={props.isSheet}
              onTag={setTagOpener}
            />
            <Show when={props.isSheet && mayChange()}>
              <ContactTiles
                conversation={props.conversation}
                actions={props.actions}
                members={props.members}
                onTag={setTagOpener}
                onDone={props.onDone}
              />
            </Show>
            <ContactFacts
              contact={contact()}
              ownerId={props.conversation.assigneeId}
              members={props.members}
              changes={changes}
              mayChange={mayChange()}
            />
            <ContactTags
              tags={props.conversation.contact.tags}
              onChange={(change) => void props.actions.setTags([props.conversation], change)}
              mayChange={mayChange()}
              opener={tagOpener()}
              onOpen={setTagOpener}
            />
            <ContactNotes contactId={contactId} name={contact().displayName} mayChange={mayChange()} />
            <PreviousConversations
              contactId={contactId}
              conversationId={props.conversation.id}
              onOpen={() => props.onClose()}
            />
            <MediaSection conversation={props.conversation} />
          </>
        )}
      </Match>
      <Match when={query.error}>
        {(error) => (
          <ErrorState
            title={t('details.loadFailed')}
            text={errorText(error())}
            details={errorDetails(error())}
            onRetry={() => void query.refetch()}
          />
        )}
      </Match>
    </Switch>
  )
}
