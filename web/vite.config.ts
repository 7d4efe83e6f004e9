import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'
import { apiReference } from './api-reference-plugin.ts'
import { createChunks } from './chunks.ts'
import { compactIcons } from './icons-plugin.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

const corePackages = /node_modules\/(solid-js|@solidjs\/router|@solid-primitives\/i18n|hono)\//
const coreModules =
  /node_modules\/lucide-solid\/dist\/\w+\/icons\/(circle-alert|rotate-cw)\.|src\/(shared\/(access-token|api|api-error|api-fetch|create-session|duration|errors|i18n|plural|session)|strings\/en|strings\/en\.(errors|shell)|ui\/(banner|button|cx|error-state|create-icon|icon-button|icon-tile|logo|spinner|wordmark))\.tsx?$/

function isCore(id: string): boolean {
  // Stores are for the signed-in pages only.
  return coreModules.test(id) || (corePackages.test(id) && !id.includes('/store/'))
}

const firstSeen = /\/(login\.page|auth-layout|app-layout|frame|inbox|list-pane|overview\.page|contact-details)-/

/**
 * What is fetched beside a file, not after it. All the lists of it are four kilobytes, so only what somebody begins with has
 * one; the rest is fetched ahead, or comes after a click.
 */
function preloaded(file: string, files: string[], { hostType }: { hostType: 'html' | 'js' }): string[] {
  if (hostType === 'html') return files
  return firstSeen.test(file) ? files.filter((one) => !one.includes('/core-')) : []
}

export default defineConfig({
  root,
  plugins: [compactIcons(), solid(), tailwindcss(), apiReference()],
  resolve: { alias: { '@worker': fileURLToPath(new URL('../worker', import.meta.url)) } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    // The page's Content-Security-Policy has no data: for fonts and scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    // Every browser of the target knows it.
    modulePreload: { polyfill: false, resolveDependencies: preloaded },
    rolldownOptions: {
      output: {
        // What the sign-in page and every other page need travels as one file: twenty small ones compress worse.
        codeSplitting: {
          groups: [
            { name: 'core', test: isCore, priority: 1 },
            { name: createChunks(root), includeDependenciesRecursively: false },
          ],
        },
      },
    },
  },
  // `npm run dev` says where the Worker listens.
  server: { port: 5173, proxy: { '/api': { target: `http://127.0.0.1:${process.env.PORT ?? 8787}`, ws: true } } },
})
