import { type JSX, Match, Show, Switch } from 'solid-js'
import { IconTile } from './icon-tile'

export type EmptyStateProps = {
  illustration?: 'first-run' | 'caught-up' | undefined
  /** Instead of an illustration: an icon in a tile. */
  icon?: JSX.Element
  title: string
  text?: JSX.Element
  /** The one next step, if there is one. */
  children?: JSX.Element
  /** The page's only heading, when there is no PageHeader above it. */
  heading?: 'h1' | 'h2' | undefined
}

export function EmptyState(props: EmptyStateProps) {
  return (
    <div class="flex h-full min-h-72 flex-col items-center justify-center px-7 py-5 text-center">
      <Switch>
        <Match when={props.illustration === 'first-run'}>
          <FirstRunDrawing />
        </Match>
        <Match when={props.illustration === 'caught-up'}>
          <CaughtUpDrawing />
        </Match>
        <Match when={props.icon}>
          <IconTile>{props.icon}</IconTile>
        </Match>
      </Switch>
      <Show
        when={props.heading === 'h1'}
        fallback={<h2 class="display mt-3.5 text-balance text-[21px]/[27px]">{props.title}</h2>}
      >
        <h1 tabindex="-1" class="display mt-3.5 text-balance text-[21px]/[27px]">
          {props.title}
        </h1>
      </Show>
      <Show when={props.text}>
        <p class="mt-[5px] max-w-[340px] text-balance text-ink-2 max-sm:text-md">{props.text}</p>
      </Show>
      <Show when={props.children}>
        <div class="mt-3.5 flex flex-wrap justify-center gap-2">{props.children}</div>
      </Show>
    </div>
  )
}

function FirstRunDrawing() {
  return (
    <svg width="150" height="96" viewBox="0 0 150 96" fill="none" aria-hidden="true">
      <rect x="47" y="6" width="46" height="80" rx="10" stroke-width="2" class="fill-surface stroke-line-strong" />
      <path d="M62 14h16" stroke-width="3" stroke-linecap="round" class="stroke-line-strong" />
      <path d="M57 36h14a8 8 0 0 1 8 8v8H65a8 8 0 0 1-8-8Z" class="fill-brand-soft-2" />
      <path d="M93 60h9a11 11 0 1 1-12 12v-9a3 3 0 0 1 3-3Z" class="fill-buoy" />
      <path d="M20 88h110" stroke-width="2" stroke-linecap="round" class="stroke-line-strong" />
    </svg>
  )
}

function CaughtUpDrawing() {
  return (
    <svg width="150" height="96" viewBox="0 0 150 96" fill="none" aria-hidden="true">
      <path d="M8 78h134" stroke-width="2" stroke-linecap="round" class="stroke-line-strong" />
      <path
        d="M52 14h20a24 24 0 0 1 24 24v26a4 4 0 0 1-4 4H52a24 24 0 0 1-24-24v-6a24 24 0 0 1 24-24Z"
        class="fill-brand-soft-2"
      />
      <path
        d="M46 41l10 10 20-20"
        stroke-width="5"
        stroke-linecap="round"
        stroke-linejoin="round"
        class="stroke-brand-ink"
      />
      <path d="M105 54h9a11 11 0 1 1-12 12v-9a3 3 0 0 1 3-3Z" class="fill-buoy" />
      <path d="M20 88h34M70 88h22M108 88h16" stroke-width="2" stroke-linecap="round" class="stroke-line" />
    </svg>
  )
}
