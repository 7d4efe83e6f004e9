import { useInfiniteQuery } from '@tanstack/solid-query'
import type { ContactEpisode } from '@worker/modules/contacts/contacts.schemas'
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatAge, formatExactly } from '../../shared/times'
import { Button } from '../../ui/button'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import { kindWord } from '../conversations/message-preview'
import { episodesQuery } from './contacts.queries'
import { SideNote, SideSection } from './side-section'

const SHOWN = 3

/** What was talked about, by what was said first. */
export function PreviousConversations(props: {
  contactId: string
  /** Whose open part is left out: it is what one is looking at. Undefined: none. */
  conversationId: string | undefined
  onOpen: () => void
}) {
  const member = useCurrentMember()
  const query = useInfiniteQuery(() => episodesQuery(member.organizationId(), props.contactId))
  const isPending = createHeldPending(() => query.isPending)
  const [isLong, setLong] = createSignal(false)
  const all = createMemo(() =>
    (query.isPending ? [] : (query.data?.pages ?? []))
      .flatMap(({ items }) => items)
      .filter(({ conversationId, closedAt }) => closedAt !== null || conversationId !== props.conversationId),
  )
  const shown = () => (isLong() ? all() : all().slice(0, SHOWN))
  const count = () => (query.isPending ? '' : `${all().length}${query.hasNextPage ? '+' : ''}`)
  const title = ({ subject }: ContactEpisode) =>
    subject === null ? t('details.previous.none') : subject.text || kindWord(subject.type)
  const href = ({ conversationId, subject }: ContactEpisode) =>
    `/inbox/${conversationId}${window.location.search}${subject ? `#${subject.messageId}` : ''}`
  return (
    <SideSection
      title={t(props.conversationId === undefined ? 'details.previous.everything' : 'details.previous.title')}
      end={
        <Show when={all().length > 0}>
          <span class="text-ink-3 text-xs tabular-nums">{count()}</span>
        </Show>
      }
    >
      <Switch>
        <Match when={isPending()}>
          <Skeleton shape="text" rows={3} />
        </Match>
        <Match when={query.isError && !query.data}>
          <SideNote onRetry={() => void query.refetch()}>{t('details.previous.loadFailed')}</SideNote>
        </Match>
        <Match when={all().length === 0}>
          <SideNote>
            {t(props.conversationId === undefined ? 'details.previous.noneYet' : 'details.previous.empty')}
          </SideNote>
        </Match>
        <Match when={true}>
          <ul>
            <For each={shown()}>
              {(episode) => (
                <li>
                  <a
                    href={href(episode)}
                    class="flex min-h-7 items-center gap-2.5 hover:text-brand-ink max-sm:min-h-11"
                    onClick={() => props.onOpen()}
                  >
                    <span class="min-w-0 flex-1 truncate" dir="auto">
                      {title(episode)}
                    </span>
                    <time
                      datetime={episode.openedAt}
                      title={formatExactly(episode.openedAt)}
                      class="flex-none text-ink-3 text-xs"
                    >
                      {episode.closedAt === null
                        ? t('details.previous.ongoing')
                        : formatAge(episode.openedAt, currentMinute())}
                    </time>
                  </a>
                </li>
              )}
            </For>
          </ul>
          <Show when={all().length > SHOWN && !isLong()}>
            <Button size="sm" variant="ghost" class="-ms-2" onClick={() => setLong(true)}>
              {t('details.previous.all')}
            </Button>
          </Show>
          <Show when={isLong() && query.hasNextPage}>
            <Show
              when={query.isFetchNextPageError && !query.isFetchingNextPage}
              fallback={
                <Button
                  size="sm"
                  variant="ghost"
                  class="-ms-2"
                  busy={query.isFetchingNextPage ? t('details.previous.more') : undefined}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t('details.previous.more')}
                </Button>
              }
            >
              <SideNote onRetry={() => void query.fetchNextPage()}>{t('details.previous.loadFailed')}</SideNote>
            </Show>
          </Show>
        </Match>
      </Switch>
    </SideSection>
  )
}
