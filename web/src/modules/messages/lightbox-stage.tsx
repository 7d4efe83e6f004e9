import { createEffect, Match, on, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { BrokenMedia } from './media-box'
import type { MediaSource } from './media-source'
import { claimPlayback, keepPlace } from './playback'

const SWIPE_PX = 60

/** The photo or video itself: as large as there is room, or in its real size. Swipes go to the next one. */
export function LightboxStage(props: {
  kind: string
  source: MediaSource
  alt: string
  filename: string
  isZoomed: boolean
  onZoom: (isZoomed: boolean) => void
  onMove: (step: -1 | 1) => void
  onClose: () => void
}) {
  let swipeFrom: number | undefined
  let stage: HTMLDivElement | undefined
  // What had the focus may have gone with the photo before; the keys are for this one.
  createEffect(
    on(
      () => props.source.url(),
      () => {
        if (document.activeElement === document.body) stage?.focus()
      },
      { defer: true },
    ),
  )
  return (
    <div
      ref={(element) => (stage = element)}
      role="presentation"
      tabindex="-1"
      class={cx(
        'relative grid min-h-0 flex-1 touch-pan-y outline-none',
        props.isZoomed ? 'overflow-auto' : 'place-items-center overflow-hidden px-16 max-sm:px-0',
      )}
      onPointerDown={(event) => {
        swipeFrom = event.pointerType === 'touch' && !props.isZoomed ? event.clientX : undefined
      }}
      onPointerUp={(event) => {
        const moved = swipeFrom === undefined ? 0 : event.clientX - swipeFrom
        swipeFrom = undefined
        if (Math.abs(moved) > SWIPE_PX) props.onMove(moved > 0 ? -1 : 1)
      }}
    >
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: for the pointer only; the cross and Escape do the same. */}
      <button
        type="button"
        tabindex="-1"
        aria-hidden="true"
        class="absolute inset-0 cursor-default"
        onClick={() => props.onClose()}
      />
      <Switch>
        <Match when={props.source.isBroken()}>
          <div class="relative rounded-lg bg-surface p-3 text-ink">
            <BrokenMedia source={props.source} kind="image" name={props.filename} />
          </div>
        </Match>
        <Match when={props.kind === 'video' && props.source.url()}>
          {(url) => (
            // biome-ignore lint/a11y/useMediaCaption: what a customer sends has no captions.
            <video
              src={url()}
              controls
              autoplay
              playsinline
              class="relative max-h-full max-w-full"
              onPlay={(event) => {
                const video = event.currentTarget
                claimPlayback(() => video.pause())
              }}
              onError={(event) => {
                keepPlace(event.currentTarget)
                props.source.onError()
              }}
            />
          )}
        </Match>
        <Match when={props.source.url()}>
          {(url) => (
            <button
              type="button"
              aria-label={t(props.isZoomed ? 'thread.lightbox.zoomOut' : 'thread.lightbox.zoomIn')}
              class={cx(
                'relative focus-visible:outline-white',
                props.isZoomed ? 'm-auto cursor-zoom-out' : 'grid max-h-full min-h-0 max-w-full cursor-zoom-in',
              )}
              onClick={() => props.onZoom(!props.isZoomed)}
            >
              <img
                src={url()}
                alt={props.alt}
                draggable={false}
                class={props.isZoomed ? 'max-w-none' : 'max-h-full max-w-full object-contain'}
                onError={() => props.source.onError()}
              />
            </button>
          )}
        </Match>
      </Switch>
    </div>
  )
}
