import type { LucideProps } from 'lucide-solid'
import { type JSX, mergeProps } from 'solid-js'
import { spread, template } from 'solid-js/web'

/** What `icons-plugin.ts` makes of Lucide's icons: the drawing with the given attributes. Without a name it is decoration. */
export function createIcon(shapes: string): (props: LucideProps) => JSX.Element {
  const draw = template(
    `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shapes}</svg>`,
  )
  return (props) => {
    const svg = draw()
    if (!Object.keys(props).some(isName)) svg.setAttribute('aria-hidden', 'true')
    const withClass = mergeProps(props, {
      get class() {
        return props.class ? `lucide ${props.class}` : 'lucide'
      },
    })
    spread(svg, withClass, true, true)
    return svg
  }
}

const isName = (attribute: string) => attribute.startsWith('aria-') || attribute === 'role' || attribute === 'title'
