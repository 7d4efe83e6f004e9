import '../../strings/register-thread-rare'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { MessageContent } from '@worker/whatsapp/message-content.schemas'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { BubbleMeta } from './bubble'
import { MapTile } from './map-tile'

type Place = Extract<MessageContent, { type: 'location' }>

/** Opens in a new tab and only by a click: looking at a conversation tells nobody where its customer is. */
export const mapUrl = ({ latitude, longitude }: Pick<Place, 'latitude' | 'longitude'>): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`

const degrees = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 5, maximumFractionDigits: 5 })

export function LocationContent(props: { message: Message; content: Place }) {
  const coordinates = () => `${degrees.format(props.content.latitude)}, ${degrees.format(props.content.longitude)}`
  return (
    <div class="w-[282px] max-w-full">
      <a
        href={mapUrl(props.content)}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={t('thread.location.open', { name: props.content.name || t('thread.location.place') })}
        class="block overflow-hidden rounded-[11px_11px_6px_6px]"
      >
        <MapTile />
      </a>
      <div class="px-2 pt-[5px] pb-1 after:clear-both after:block">
        <b class="block font-semibold" dir="auto">
          {props.content.name || t('thread.location.title')}
        </b>
        <span class="text-[13px] text-ink-2 group-data-ours/message:text-bubble-out-meta" dir="auto">
          <Show when={props.content.address} fallback={<span class="tabular-nums">{coordinates()}</span>}>
            {props.content.address}
          </Show>
        </span>
        <BubbleMeta message={props.message} />
      </div>
    </div>
  )
}
