/** A map of nowhere, drawn by us: it says "a place", and asks nobody for one. */
export function MapTile() {
  return (
    <svg viewBox="0 0 280 112" preserveAspectRatio="xMidYMid slice" aria-hidden="true" class="block h-[112px] w-full">
      <rect width="280" height="112" class="fill-(--map-land)" />
      <path d="M0 84c40-6 60 14 110 8s90-30 170-22v48H0z" class="fill-(--map-water)" />
      <path d="M176 0h72l-10 44-58 8z" class="fill-(--map-park)" />
      <g class="fill-none stroke-(--map-road)">
        <path d="M-5 62 120 44 290 52" stroke-width="7" />
        <path d="M64-5 88 74M150-5l8 65 32 16" stroke-width="5" />
        <path d="M0 24 150 18 290 12" stroke-width="4" />
        <path d="m30 0 10 90M112 0l6 46M230 46l16 30" stroke-width="3" />
      </g>
      <path d="m94 24 20-1 2 18-18 3zM44 30l20-1 5 20-22 3zM124 23l24-1 4 19-26 2z" class="fill-(--map-house)" />
      <g transform="translate(134 24)">
        <ellipse cy="30" rx="7" ry="2.5" class="fill-black opacity-20" />
        <path d="M0 30C-9 17-11 13-11 8a11 11 0 0 1 22 0c0 5-2 9-11 22z" class="fill-bad" />
        <circle cy="8" r="4" class="fill-white" />
      </g>
    </svg>
  )
}
