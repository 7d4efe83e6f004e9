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
]

/** Decorative: the name stands beside it. The same name has the same tint as in the dashboard. */
export function Avatar(props: { name: string; size?: number; class?: string }) {
  return (
    <span
      aria-hidden="true"
      data-initials={initials(props.name)}
      style={{ '--size': `${props.size ?? 28}px` }}
      class={cx(
        'inline-grid size-(--size) flex-none select-none place-items-center rounded-full text-[length:calc(var(--size)*.37)]/none font-semibold before:content-[attr(data-initials)]',
        props.class ?? tints[tintOf(props.name)],
      )}
    />
  )
}

function tintOf(name: string): number {
  let hash = 0x811c9dc5
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0) % tints.length
}

function initials(name: string): string {
  const words = name.trim().split(/[\s-]+/)
  const first = [...(words[0] ?? '?')][0] ?? '?'
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toLocaleUpperCase()
}
