import { cx } from '../../ui/cx'

/** The white box at the foot of a conversation; on a phone it is the foot itself. Notes are on yellow paper. */
export const composerFrame = (mode: 'reply' | 'note', isActive = false): string =>
  cx(
    'relative mx-4 mb-3.5 rounded-lg max-sm:mx-0 max-sm:mb-0 max-sm:rounded-none max-sm:pb-[env(safe-area-inset-bottom)]',
    mode === 'note'
      ? 'bg-note text-note-ink shadow-[0_0_0_1px_var(--note-line)] has-[textarea:focus]:shadow-[0_0_0_1px_var(--note-line),0_0_0_4px_color-mix(in_srgb,var(--note-line)_40%,transparent)]'
      : 'bg-surface shadow-[0_0_0_1px_var(--line-strong),0_2px_8px_-3px_rgb(32_28_48/.10)] has-[textarea:focus]:shadow-[0_0_0_1px_var(--brand),0_0_0_4px_color-mix(in_srgb,var(--brand)_12%,transparent)]',
    isActive && 'shadow-[0_0_0_1px_var(--brand),0_0_0_4px_color-mix(in_srgb,var(--brand)_12%,transparent)]!',
    'max-sm:shadow-[0_-1px_0_var(--line)]! max-sm:has-[textarea:focus]:shadow-[0_-1px_0_var(--line)]!',
  )

/** What floats above the box. */
export const composerPopover =
  'absolute inset-x-4 bottom-full z-(--z-dropdown) mb-3 animate-[appear_var(--t-base)_var(--e-out)] overflow-hidden rounded-[10px] bg-raised text-ink shadow-lg max-sm:inset-x-2 max-sm:mb-2'
