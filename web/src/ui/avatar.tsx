import { cx } from './cx'

const tints = [
  'bg-(--av-1-bg) text-(--av-1)',
  'bg-(--av-2-bg) text-(--av-2)',
  'bg-(--av-3-bg) text-(--av-3)',
  'bg-(--av-4-bg) text-(--av-4)',
  'bg-(--av-5-bg) text-(--av-5)',
  'bg-(--av-6-bg) text-(--av-6)',
  'bg-(--av-7-bg) text-(--av-7)',
  'bg-(--av-8-bg) text-(--av-8)',
] as const

export type AvatarProps = {
  name: string
  /** In pixels. 20 and below show one letter. */
  size?: number | undefined
  /** For workspaces; people are round. */
  square?: boolean | undefined
  /** The dot of whoever is there. Decorative too: what it means is said beside it. */
  presence?: 'online' | 'away' | 'offline' | undefined
  class?: string | undefined
}

const dots = {
  online: 'after:bg-ok after:shadow-[0_0_0_2px_var(--surface)]',
  away: 'after:bg-surface after:shadow-[inset_0_0_0_2px_var(--warn),0_0_0_2px_var(--surface)]',
  offline: 'after:bg-surface after:shadow-[inset_0_0_0_2px_var(--ink-3),0_0_0_2px_var(--surface)]',
} as const

/** Decorative: the name stands beside it, or is the label of the button around it. */
export function Avatar(props: AvatarProps) {
  const size = () => props.size ?? 32
  return (
    <span
      aria-hidden="true"
      // Drawn by CSS: as text the letters would count as part of the name of a button around them.
      data-initials={initials(props.name, size() <= 20 || props.square === true ? 1 : 2)}
      style={{ '--size': `${size()}px` }}
      class={cx(
        'inline-grid size-(--size) before:content-[attr(data-initials)] flex-none select-none place-items-center font-semibold tracking-[-.01em]',
        size() <= 20 ? 'text-[length:calc(var(--size)*.55)]/none' : 'text-[length:calc(var(--size)*.37)]/none',
        props.square ? 'rounded-[28%]' : 'rounded-full',
        tints[tintOf(props.name)],
        props.presence &&
          cx(
            'relative after:absolute after:-end-px after:-bottom-px after:rounded-full',
            size() <= 20 ? 'after:size-[7px]' : 'after:size-[9px]',
            dots[props.presence],
          ),
        props.class,
      )}
    />
  )
}

/** The same name has the same tint on every device (FNV-1a). */
export function tintOf(name: string): number {
  let hash = 0x811c9dc5
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0) % tints.length
}

export function initials(name: string, letters: 1 | 2): string {
  const words = name
    .trim()
    .split(/[\s-]+/)
    .filter(Boolean)
  const first = [...(words[0] ?? '?')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (letters === 1 ? first : first + last).toLocaleUpperCase()
}
