import type { JSX } from 'solid-js'

/**
 * Gives its child a tooltip. It only marks the place: `TooltipHost` (tooltip-host.tsx) draws the one tooltip of the app, so that a
 * list of a thousand buttons costs no more than one.
 */
export function Tooltip(props: {
  text: string
  shortcut?: string | undefined
  side?: 'bottom' | 'right' | undefined
  children: JSX.Element
}) {
  return (
    <span class="contents" data-tip={props.text} data-tip-keys={props.shortcut} data-tip-side={props.side}>
      {props.children}
    </span>
  )
}
