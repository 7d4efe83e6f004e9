import '../strings/register-connection'
import Check from 'lucide-solid/icons/check'
import { createEffect, createSignal, on, onCleanup, Show } from 'solid-js'
import { changesMissed } from '../modules/inbox/caught-up'
import type { Live } from '../shared/create-live'
import { t } from '../shared/i18n'
import { Spinner } from '../ui/spinner'

const LOST_FOR_MS = 2000
const BACK_FOR_MS = 2000

type Shown = 'nothing' | 'lost' | 'back'

/** On top of the sheet. A short gap says nothing; work goes on meanwhile. */
export function ConnectionBanner(props: { live: Live }) {
  const [shown, setShown] = createSignal<Shown>('nothing')
  let timer: ReturnType<typeof setTimeout> | undefined

  createEffect(
    on(
      () => props.live.status(),
      (status) => {
        const lost = status === 'reconnecting' || status === 'offline'
        if (lost && shown() === 'lost') return
        clearTimeout(timer)
        if (lost) {
          timer = setTimeout(() => setShown('lost'), LOST_FOR_MS)
        } else if (status === 'live' && shown() === 'lost') {
          setShown('back')
          timer = setTimeout(() => setShown('nothing'), BACK_FOR_MS)
        }
      },
    ),
  )
  onCleanup(() => clearTimeout(timer))

  const offline = () => props.live.status() === 'offline'
  return (
    <div role="status" class="flex-none">
      <Show when={shown() === 'lost'}>
        <div class="flex min-h-9 items-center gap-[9px] border-warn-line border-b bg-warn-soft px-3.5 py-1 text-[12.5px] text-warn-ink">
          <Show when={!offline()} fallback={<span class="size-2 rounded-full inset-ring-[1.5px] inset-ring-warn" />}>
            <Spinner />
          </Show>
          <b>{offline() ? t('connection.offline') : t('connection.reconnecting')}</b>
          <span class="min-w-0 flex-1 truncate max-sm:whitespace-normal">
            {offline() ? t('connection.offlineText') : t('connection.reconnectingText')}
          </span>
          <button
            type="button"
            class="h-7 flex-none rounded-sm px-2 font-medium hover:bg-warn-line max-sm:h-11"
            onClick={() => props.live.retryNow()}
          >
            {t('connection.retry')}
          </button>
        </div>
      </Show>
      <Show when={shown() === 'back'}>
        <div class="flex min-h-9 items-center gap-[9px] border-ok-line border-b bg-ok-soft px-3.5 py-1 text-[12.5px] text-ok-ink">
          <Check aria-hidden="true" class="size-3.5" />
          <b>{t('connection.back')}</b>
          <span class="min-w-0 flex-1 truncate">
            {changesMissed() === undefined ? t('connection.backText') : t('connection.changes', changesMissed())}
          </span>
        </div>
      </Show>
    </div>
  )
}
