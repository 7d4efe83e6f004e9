import { cx } from './cx'

/** How far something is. `share`: 0 to 1; undefined while nobody knows. */
export function ProgressBar(props: { label: string; share: number | undefined; tone?: 'brand' | 'bad' | 'quiet' }) {
  const percent = () => (props.share === undefined ? undefined : Math.round(props.share * 100))
  const tone = () => ({ brand: 'bg-brand', bad: 'bg-bad', quiet: 'bg-ink-3' })[props.tone ?? 'brand']
  return (
    <div
      role="progressbar"
      aria-label={props.label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow={percent()}
      class="h-1.5 overflow-hidden rounded-full bg-surface-4"
    >
      <div
        class={cx(
          'h-full rounded-full transition-[width] duration-(--t-slow)',
          tone(),
          percent() === undefined && 'w-1/3 animate-pulse',
        )}
        style={percent() === undefined ? {} : { width: `${percent()}%` }}
      />
    </div>
  )
}
