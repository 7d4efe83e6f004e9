import { Skeleton } from '../ui/skeleton'

/** The frame's geometry while it is not known yet who is looking. */
export function FrameSkeleton() {
  return (
    <div class="grid h-dvh grid-cols-[var(--rail-w)_minmax(0,1fr)] grid-rows-[var(--topbar-h)_minmax(0,1fr)] max-sm:grid-cols-1 max-sm:grid-rows-[52px_minmax(0,1fr)]">
      <span class="row-span-2 max-sm:hidden" />
      <span />
      <main class="overflow-hidden bg-surface shadow-sheet sm:me-2 sm:mb-2 sm:rounded-lg">
        <div class="max-w-md pt-2">
          <Skeleton />
        </div>
      </main>
    </div>
  )
}
