import { LocateFixed, MapPin } from 'lucide-solid'
import { For, Show } from 'solid-js'
import { usePage } from '../store'
import { Sheet } from './sheet'

const PLACES = [
  { name: 'Miradouro da Graça', address: 'Calçada da Graça, 1100-265 Lisboa', latitude: 38.7139, longitude: -9.1334 },
  { name: 'Columbia Road', address: 'London E2 7RG', latitude: 51.5294, longitude: -0.0697 },
  { name: 'Dubai Creek Harbour', address: 'Dubai', latitude: 25.2016, longitude: 55.3433 },
  { name: '', address: '', latitude: -25.4284, longitude: -49.2733 },
]

export function LocationSheet(props: { onClose: () => void }) {
  const page = usePage()
  const send = async (place: (typeof PLACES)[number], shut: () => void) => {
    const { name, address, ...where } = place
    if (await page.act({ type: 'location', ...where, ...(name && { name }), ...(address && { address }) })) shut()
  }
  const sendOwn = (shut: () => void) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => void send({ name: '', address: '', latitude, longitude }, shut),
      () => page.tell('The browser does not say where you are. Choose a place instead.', true),
      { timeout: 5000 },
    )
  }
  const row =
    'phone-line flex min-h-12 w-full items-center gap-3 border-b px-3 py-1.5 text-start hover:bg-(--phone-ink)/5'
  return (
    <Sheet title="Send a location" onClose={props.onClose}>
      {(shut) => (
        <ul class="overflow-hidden rounded-lg bg-(--phone-in)">
          <li>
            <button type="button" class={row} onClick={() => sendOwn(shut)}>
              <LocateFixed aria-hidden="true" class="text-(--phone-link)" />
              Where I am
            </button>
          </li>
          <For each={PLACES}>
            {(place) => (
              <li>
                <button type="button" class={row} onClick={() => void send(place, shut)}>
                  <MapPin aria-hidden="true" class="text-buoy-ink" />
                  <span class="min-w-0">
                    <span class="block font-medium">{place.name || 'A pin without a name'}</span>
                    <Show
                      when={place.address}
                      fallback={
                        <span class="text-xs text-(--phone-meta)">
                          {place.latitude}, {place.longitude}
                        </span>
                      }
                    >
                      <span class="block truncate text-xs text-(--phone-meta)">{place.address}</span>
                    </Show>
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
      )}
    </Sheet>
  )
}
