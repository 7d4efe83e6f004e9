import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const swaggerUi = (name: string) => here(`../node_modules/swagger-ui-dist/${name}`)

/** What /api/docs loads, under names without a hash: the page is served by the Worker, which does not know the build's. */
const files: Record<string, string> = {
  'swagger-ui-bundle.js': swaggerUi('swagger-ui-bundle.js'),
  'swagger-ui-bundle.js.LICENSE.txt': swaggerUi('swagger-ui-bundle.js.LICENSE.txt'),
  'swagger-ui.css': swaggerUi('swagger-ui.css'),
  'swagger-ui.LICENSE.txt': swaggerUi('LICENSE'),
  'swagger-ui.NOTICE.txt': swaggerUi('NOTICE'),
  'start.js': here('./api-reference/start.js'),
  'theme.css': here('./api-reference/theme.css'),
  'tokens.css': here('./src/design/tokens.css'),
  'fonts/inter-latin.woff2': here('./src/design/fonts/inter-latin.woff2'),
  'fonts/inter-latin-ext.woff2': here('./src/design/fonts/inter-latin-ext.woff2'),
  'fonts/bricolage-latin.woff2': here('./src/design/fonts/bricolage-latin.woff2'),
}

/** Puts the API reference beside the dashboard, so that it comes from our own address. */
export const apiReference = (): Plugin => ({
  name: 'wharf-api-reference',
  apply: 'build',
  generateBundle() {
    for (const [name, path] of Object.entries(files))
      this.emitFile({ type: 'asset', fileName: `api-reference/${name}`, source: readFileSync(path) })
  },
})
