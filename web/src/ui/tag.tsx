/** Of a tag's `tint`, in order. */
export const tints = [
  'bg-viz-1',
  'bg-viz-2',
  'bg-viz-3',
  'bg-viz-4',
  'bg-viz-5',
  'bg-viz-6',
  'bg-bad',
  'bg-info-ink',
] as const

/** A grey label with a coloured square. */
export function Tag(props: { name: string; tint: number }) {
  return (
    <span class="inline-flex h-[18px] min-w-0 max-w-32 items-center gap-[5px] rounded-xs bg-surface-3 px-1.5 text-[11.5px]/none font-medium text-ink-2">
      <span aria-hidden="true" class={`size-1.5 flex-none rounded-[2px] ${tints[props.tint % tints.length]}`} />
      <span class="truncate leading-4" dir="auto">
        {props.name}
      </span>
    </span>
  )
}
