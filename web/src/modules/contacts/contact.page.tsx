import '../../strings/register-contact-page'
import '../../strings/register-inbox'
import { useNavigate, useParams } from '@solidjs/router'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/solid-query'
import GitMerge from 'lucide-solid/icons/git-merge'
import { createMemo, createSignal, Match, Show, Suspense, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { createQueryData } from '../../shared/query-data'
import { Button, ButtonLink } from '../../ui/button'
import { CrumbHeader } from '../../ui/crumb-header'
import { ErrorState } from '../../ui/error-state'
import { useCurrentMember } from '../auth/current-member'
import { membersQuery } from '../inbox/inbox.queries'
import { useInboxLive } from '../inbox/inbox-context'
import { createContactChanges } from './contact-changes'
import { ContactFacts } from './contact-facts'
import { followContact } from './contact-live'
import { ContactNotes } from './contact-notes'
import { ContactPageMenu } from './contact-page-menu'
import { ContactSkeleton } from './contact-skeleton'
import { ContactTags } from './contact-tags'
import { ContactTop } from './contact-top'
import { contactQuery, episodesQuery } from './contacts.queries'
import { MediaSection } from './media-section'
import { PreviousConversations } from './previous-conversations'
import { Timeline } from './timeline'

const MergeDialog = lazyPart(() => import('./merge-dialog'))

/** Everything about one person, and everything that happened with them. */
export default function ContactPage() {
  const params = useParams()
  return (
    <Show when={params.id} keyed>
      {(id) => <Person id={id} />}
    </Show>
  )
}

function Person(props: { id: string }) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const live = useInboxLive()
  const navigate = useNavigate()
  const organizationId = member.organizationId()
  const contactId = props.id
  const query = useQuery(() => contactQuery(organizationId, contactId))
  const members = createQueryData(useQuery(() => membersQuery(organizationId)))
  const episodes = useInfiniteQuery(() => episodesQuery(organizationId, contactId))
  const isPending = createHeldPending(() => query.isPending)
  const [isMerging, setMerging] = createSignal(false)
  const [tagOpener, setTagOpener] = createSignal<HTMLElement>()
  const newest = createMemo(() => (episodes.isPending ? undefined : episodes.data?.pages[0]?.items[0]?.conversationId))
  const changes = createContactChanges({
    ...{ organizationId, client, contactId, cache: live.cache },
    conversation: () => undefined,
  })
  followContact(live, { client, organizationId, contactId, conversationId: '' })
  const mayChange = () => member.can('conversations:update')

  return (
    <div class="flex h-full flex-col">
      <CrumbHeader
        crumbs={[{ label: t('contactPage.contacts'), href: '/contacts' }]}
        title={<bdi>{query.isPending ? '' : query.data?.displayName}</bdi>}
        actions={
          <>
            <Show when={newest()}>
              {(id) => (
                <ButtonLink href={`/inbox/${id()}`} class="max-sm:hidden">
                  {t('contactPage.write')}
                </ButtonLink>
              )}
            </Show>
            <Show when={!query.isPending && query.data && member.can('contacts:update')}>
              <Button icon={<GitMerge aria-hidden="true" />} aria-haspopup="dialog" onClick={() => setMerging(true)}>
                {t('contactPage.merge')}
              </Button>
            </Show>
            <Show when={!query.isPending && query.data}>{(contact) => <ContactPageMenu contact={contact()} />}</Show>
          </>
        }
      />
      <Switch>
        <Match when={isPending()}>
          <ContactSkeleton isSheet={false} />
        </Match>
        <Match when={!query.isPending && query.data}>
          {(contact) => (
            <div class="min-h-0 flex-1 overflow-y-auto md:grid md:grid-cols-[320px_minmax(0,1fr)] md:overflow-hidden">
              <aside
                aria-label={t('contactPage.about')}
                class="border-line md:min-h-0 md:overflow-y-auto md:border-e max-md:border-b"
              >
                <ContactTop
                  contact={contact()}
                  changes={changes}
                  mayChange={mayChange()}
                  isSheet={false}
                  onTag={setTagOpener}
                />
                <ContactFacts
                  contact={contact()}
                  ownerId={contact().ownerId}
                  members={members()?.items ?? []}
                  changes={changes}
                  mayChange={mayChange()}
                />
                <ContactTags
                  tags={contact().tags}
                  onChange={(change) => void changes.setTags(change)}
                  mayChange={mayChange()}
                  opener={tagOpener()}
                  onOpen={setTagOpener}
                />
                <ContactNotes contactId={contactId} name={contact().displayName} mayChange={mayChange()} />
                <PreviousConversations contactId={contactId} conversationId={undefined} onOpen={() => {}} />
                <MediaSection conversation={{ contact: contact() }} />
              </aside>
              <div class="px-6 pt-4 pb-6 md:min-h-0 md:overflow-y-auto max-sm:px-4">
                <Timeline contactId={contactId} name={contact().displayName} />
              </div>
              <Show when={isMerging()}>
                <Suspense>
                  <MergeDialog
                    contact={contact()}
                    onClose={() => setMerging(false)}
                    onMerged={(keptId) => {
                      setMerging(false)
                      if (keptId !== contactId) navigate(`/contacts/${keptId}`, { replace: true })
                    }}
                  />
                </Suspense>
              </Show>
            </div>
          )}
        </Match>
        <Match when={query.error}>
          {(error) => (
            <ErrorState
              title={t('contactPage.loadFailed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void query.refetch()}
            />
          )}
        </Match>
      </Switch>
    </div>
  )
}
