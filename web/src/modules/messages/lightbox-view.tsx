import type { MessageMedia } from '@worker/modules/messages/messages.schemas'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import Download from 'lucide-solid/icons/download'
import ZoomIn from 'lucide-solid/icons/zoom-in'
import ZoomOut from 'lucide-solid/icons/zoom-out'
import { createComputed, createMemo, createSignal, type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { formatExactly } from '../../shared/times'
import { darkToolClass, FullScreen } from '../../ui/full-screen'
import { IconButton } from '../../ui/icon-button'
import { LightboxStage } from './lightbox-stage'
import { MediaDownload } from './media-download'
import { createMediaSource } from './media-source'

/** A photo or video to look at. `id` is that of its opener's `data-media-opener`, too. */
export type LightboxItem = {
  id: string
  media: MessageMedia | null
  author: string
  at: string
  caption?: string | undefined
}

/** One photo or video over the whole page; the arrow keys go through all of them. */
export default function LightboxView(props: {
  items: readonly LightboxItem[]
  itemId: string
  onMove: (id: string) => void
  onClose: () => void
}) {
  const [isZoomed, setZoomed] = createSignal(false)
  const at = createMemo(() => props.items.findIndex(({ id }) => id === props.itemId))
  const item = () => props.items[at()]
  // Read when it is gone: what says which one it was is gone by then.
  let lastId = ''
  createComputed(() => {
    lastId = props.itemId
  })
  const source = createMediaSource(() => item()?.media ?? null)
  const caption = () => item()?.caption
  const place = () =>
    props.items.length > 1 ? t('thread.lightbox.title', { at: at() + 1, count: props.items.length }) : null
  const time = () => {
    const shownAt = item()?.at
    return shownAt ? formatExactly(shownAt) : null
  }

  function move(step: -1 | 1): void {
    const next = props.items[at() + step]
    if (!next) return
    setZoomed(false)
    props.onMove(next.id)
  }
  function onKeyDown(event: KeyboardEvent): void {
    // A video's own keys stay its own.
    if (event.target instanceof HTMLVideoElement) return
    if (event.key === 'ArrowLeft') move(-1)
    else if (event.key === 'ArrowRight') move(1)
    else if (event.key === '+' || event.key === '-') setZoomed(event.key === '+')
    else return
    event.preventDefault()
  }
  const side = (step: -1 | 1, label: string, icon: JSX.Element) => (
    <Show when={props.items[at() + step]}>
      <IconButton
        class={`absolute! top-1/2 z-1 size-11! -translate-y-1/2 bg-black/40 max-sm:hidden ${step < 0 ? 'left-3' : 'right-3'} ${darkToolClass}`}
        label={label}
        shortcut={step < 0 ? '←' : '→'}
        icon={icon}
        onClick={() => move(step)}
      />
    </Show>
  )
  return (
    <FullScreen
      label={t('thread.lightbox.label')}
      title={item()?.author}
      subtitle={[time(), place()].filter(Boolean).join(' · ')}
      onClose={() => props.onClose()}
      onKeyDown={onKeyDown}
      // A video plays where it stands: then its message gets the focus.
      returnFocus={() =>
        document.querySelector<HTMLElement>(`[data-media-opener="${CSS.escape(lastId)}"]`) ??
        document.querySelector<HTMLElement>(`[data-message="${CSS.escape(lastId)}"]`)
      }
      tools={
        <>
          <Show when={item()?.media?.kind === 'image'}>
            <IconButton
              class={darkToolClass}
              aria-pressed={isZoomed()}
              label={t(isZoomed() ? 'thread.lightbox.zoomOut' : 'thread.lightbox.zoomIn')}
              icon={
                <Show when={isZoomed()} fallback={<ZoomIn aria-hidden="true" />}>
                  <ZoomOut aria-hidden="true" />
                </Show>
              }
              onClick={() => setZoomed((zoomed) => !zoomed)}
            />
          </Show>
          <Show when={source.url()}>
            <MediaDownload
              source={source}
              name={item()?.media?.filename ?? ''}
              label={t('thread.lightbox.download')}
              tip={t('thread.lightbox.download')}
              class={darkToolClass}
            >
              <Download aria-hidden="true" />
            </MediaDownload>
          </Show>
        </>
      }
    >
      <LightboxStage
        kind={item()?.media?.kind ?? 'image'}
        source={source}
        alt={caption() ?? t('thread.media.image')}
        filename={item()?.media?.filename ?? ''}
        isZoomed={isZoomed()}
        onZoom={setZoomed}
        onMove={move}
        onClose={() => props.onClose()}
      />
      <Show when={caption()}>
        <p
          class="max-h-[25dvh] flex-none overflow-y-auto whitespace-pre-wrap px-14 py-3 text-center text-md max-sm:px-4"
          dir="auto"
        >
          {caption()}
        </p>
      </Show>
      {side(-1, t('thread.lightbox.previous'), <ChevronLeft aria-hidden="true" class="size-5!" />)}
      {side(1, t('thread.lightbox.next'), <ChevronRight aria-hidden="true" class="size-5!" />)}
    </FullScreen>
  )
}
