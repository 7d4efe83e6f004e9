import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const drawing = fileURLToPath(new URL('src/ui/create-icon.ts', import.meta.url))

type Shape = [tag: string, attributes: Record<string, string>]

/**
 * Lucide's icons as the markup they are: its own component makes each path by itself, out of a list that names every one of
 * them, and a list of conversations has hundreds. What draws them is `src/ui/create-icon.ts`.
 */
export function compactIcons(): Plugin {
  return {
    name: 'wharf:icons',
    enforce: 'pre',
    transform: {
      filter: { id: /lucide-solid\/dist\/source\/icons\/[\w-]+\.jsx$/ },
      handler(code, id) {
        const data = /var __iconData = (\{.*?\n\});/s.exec(code)?.[1]
        if (!data) return this.error(`${id} is written in another way than expected`)
        const { node } = new Function(`return ${data}`)() as { node: Shape[] }
        return `import { createIcon } from ${JSON.stringify(drawing)}\nexport default createIcon(${JSON.stringify(node.map(markup).join(''))})`
      },
    },
  }
}

const markup = ([tag, { key: _, ...attributes }]: Shape) =>
  `<${tag} ${Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ')}/>`
