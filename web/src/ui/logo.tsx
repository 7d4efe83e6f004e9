/** The mark. `--brand` and `--buoy` follow the theme; */
export function Logo(props: { size?: number | undefined; class?: string | undefined }) {
  return (
    <svg width={props.size ?? 26} height={props.size ?? 26} viewBox="0 0 24 24" aria-hidden="true" class={props.class}>
      <path
        class="fill-brand"
        d="M8.3 1.6h2a6.5 6.5 0 0 1 6.5 6.5v8a.7.7 0 0 1-.7.7h-7.8a6.5 6.5 0 0 1-6.5-6.5v-2.2a6.5 6.5 0 0 1 6.5-6.5Z"
      />
      <path class="fill-buoy" d="M18.1 17.5h1.8a2.5 2.5 0 1 1-2.5 2.5v-1.8a.7.7 0 0 1 .7-.7Z" />
    </svg>
  )
}
