import { useQuery } from '@tanstack/solid-query'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import ExternalLink from 'lucide-solid/icons/external-link'
import { createMemo, For, Match, Show, Suspense, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { t } from '../../shared/i18n'
import { organizationKey } from '../../shared/query'
import { cx } from '../../ui/cx'
import { useCurrentMember } from '../auth/current-member'
import { BubbleMeta } from './bubble'
import { ExternalMedia } from './external-media'
import { createMediaSource } from './media-source'
import { findPicked } from './picked'
import { RichText } from './rich-text'
import { safeUrl } from './safe-url'
import { useThread } from './thread-context'
import { VideoPlayer } from './video-player'

type Card = Extract<MessageContent, { type: 'carousel' }>['cards'][number]
const FILE_MS = 30 * 60_000

/** Cards side by side, as many as there are; a button that was tapped is filled. */
export function CarouselContent(props: { message: Message; content: Extract<MessageContent, { type: 'carousel' }> }) {
  const thread = useThread()
  const options = createMemo(() => props.content.cards.flatMap(({ buttons }) => buttons ?? []))
  const picked = () => findPicked(options(), thread.answers().get(props.message.wamid ?? '')?.picked)
  return (
    <>
      <RichText text={props.content.body} />
      <ul
        tabindex="0"
        aria-label={t('thread.choice.carousel', props.content.cards.length)}
        class="-mx-[7px] mt-1.5 mb-1 flex w-[420px] max-w-[calc(100%+14px)] snap-x gap-2 overflow-x-auto overscroll-x-contain px-[7px] pb-1.5"
      >
        <For each={props.content.cards}>
          {(card, at) => (
            <li
              aria-label={t('thread.choice.card', { at: at() + 1, count: props.content.cards.length })}
              class="flex w-[190px] flex-none snap-start flex-col overflow-hidden rounded-[10px] bg-option p-2 text-[13px]/[18px] inset-ring inset-ring-bubble-out-line"
            >
              <Suspense>
                <CardHeader card={card} />
              </Suspense>
              <Show when={card.body}>{(body) => <RichText text={body()} />}</Show>
              <Show when={card.product}>
                {(product) => <span>{t('thread.choice.product', { id: product().productRetailerId })}</span>}
              </Show>
              <span class="mt-auto flex flex-wrap gap-1 pt-1.5">
                <Show when={card.ctaUrl}>
                  {(cta) => (
                    <a
                      href={safeUrl(cta().url)}
                      target="_blank"
                      rel="noopener noreferrer"
                      class="inline-flex items-center gap-1 font-medium text-[12.5px] text-brand-ink hover:underline"
                    >
                      <ExternalLink aria-hidden="true" class="size-3" />
                      {cta().displayText}
                    </a>
                  )}
                </Show>
                <For each={card.buttons}>
                  {(button) => (
                    <span
                      class={cx(
                        'rounded-[8px] px-2 py-[3px] font-medium text-[12.5px]/[17px]',
                        picked() === button
                          ? 'bg-brand text-on-brand'
                          : 'text-brand-ink inset-ring inset-ring-bubble-out-line',
                      )}
                    >
                      {button.title}
                    </span>
                  )}
                </For>
              </span>
            </li>
          )}
        </For>
      </ul>
      <BubbleMeta message={props.message} />
    </>
  )
}

function CardHeader(props: { card: Card }) {
  const member = useCurrentMember()
  const id = () => props.card.header?.mediaId ?? undefined
  // A message carries one file's address; those of its other cards are asked for.
  const file = useQuery(() => ({
    queryKey: organizationKey(member.organizationId(), 'media', id()),
    queryFn: () => call(api.api.media[':id'].$get({ param: { id: id() ?? '' } })),
    enabled: id() !== undefined,
    staleTime: FILE_MS,
  }))
  const media = () => (file.isPending ? undefined : file.data)
  const source = createMediaSource(() => media() ?? null)
  return (
    <Switch>
      <Match when={props.card.header?.type === 'image' && !source.isBroken() && source.url()}>
        {(url) => (
          <img
            src={url()}
            alt=""
            class="mb-1.5 aspect-[4/3] w-full rounded-[7px] object-cover"
            onError={() => source.onError()}
          />
        )}
      </Match>
      <Match when={props.card.header?.type === 'video' && media()}>{(video) => <VideoPlayer media={video()} />}</Match>
      <Match when={props.card.header?.link}>
        {(link) => <ExternalMedia kind={props.card.header?.type ?? 'image'} url={link()} />}
      </Match>
      <Match when={id()}>
        <span class="mb-1.5 block aspect-[4/3] w-full rounded-[7px] bg-surface-3" />
      </Match>
    </Switch>
  )
}
