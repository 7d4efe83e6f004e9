import { useInfiniteQuery } from '@tanstack/solid-query'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Media } from '@worker/modules/media/media.schemas'
import { createMemo, createSignal, For, Match, Show, Suspense, Switch } from 'solid-js'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { Button } from '../../ui/button'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import type { LightboxItem } from '../messages/lightbox-view'
import { galleryQuery } from './contacts.queries'
import { MediaThumb } from './media-thumb'
import { SideNote, SideSection } from './side-section'

const LightboxView = lazyPart(() => import('../messages/lightbox-view'))
const MediaGallery = lazyPart(() => import('./media-gallery'))
const SHOWN = 8

/** What was sent to and fro with a person, in all their conversations, newest first. */
export function MediaSection(props: {
  conversation: { contact: Pick<Conversation['contact'], 'id' | 'displayName'> }
}) {
  const member = useCurrentMember()
  const query = useInfiniteQuery(() => galleryQuery(member.organizationId(), props.conversation.contact.id))
  const isPending = createHeldPending(() => query.isPending)
  const [shownId, setShownId] = createSignal<string>()
  const [isGallery, setGallery] = createSignal(false)
  const all = createMemo<readonly Media[]>(() =>
    (query.isPending ? [] : (query.data?.pages ?? [])).flatMap(({ items }) => items),
  )
  /** By their ids: what is fetched anew are other objects, and pictures would flicker. */
  const shownIds = createMemo(() =>
    all()
      .slice(0, SHOWN)
      .map(({ id }) => id),
  )
  const items = createMemo(() =>
    all()
      .filter(({ status, kind }) => status === 'ready' && (kind === 'image' || kind === 'video' || kind === 'sticker'))
      .map(
        (media): LightboxItem => ({
          id: media.id,
          media,
          author: media.direction === 'inbound' ? props.conversation.contact.displayName : t('details.media.us'),
          at: media.createdAt,
        }),
      ),
  )
  return (
    <SideSection
      title={t('details.media.title')}
      isLast
      end={
        <Show when={all().length > 0}>
          <span class="text-ink-3 text-xs tabular-nums">
            {all().length}
            {query.hasNextPage ? '+' : ''}
          </span>
        </Show>
      }
    >
      <Switch>
        <Match when={isPending()}>
          <Skeleton shape="text" rows={2} />
        </Match>
        <Match when={query.isError && !query.data}>
          <SideNote onRetry={() => void query.refetch()}>{t('details.media.loadFailed')}</SideNote>
        </Match>
        <Match when={all().length === 0}>
          <SideNote>{t('details.media.empty')}</SideNote>
        </Match>
        <Match when={true}>
          <ul class="grid grid-cols-4 gap-1.5">
            <For each={shownIds()}>
              {(id) => (
                <Show when={all().find((media) => media.id === id)}>
                  {(media) => (
                    <li>
                      <MediaThumb media={media()} onOpen={setShownId} />
                    </li>
                  )}
                </Show>
              )}
            </For>
          </ul>
          <Show when={all().length > SHOWN || query.hasNextPage}>
            <Button size="sm" variant="ghost" class="-ms-2 mt-1.5" onClick={() => setGallery(true)}>
              {t('details.media.all')}
            </Button>
          </Show>
        </Match>
      </Switch>
      <Show when={isGallery()}>
        <Suspense>
          <MediaGallery
            media={all()}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
            onOpen={setShownId}
            onClose={() => setGallery(false)}
          />
        </Suspense>
      </Show>
      <Show when={shownId()}>
        {(id) => (
          <Suspense>
            <LightboxView items={items()} itemId={id()} onMove={setShownId} onClose={() => setShownId(undefined)} />
          </Suspense>
        )}
      </Show>
    </SideSection>
  )
}
