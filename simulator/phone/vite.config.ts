import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** dist/simulator/page: what the simulator serves at its root. */
export default defineConfig({
  root: here('.'),
  plugins: [solid(), tailwindcss()],
  build: {
    outDir: here('../../dist/simulator/page'),
    emptyOutDir: true,
    target: 'es2022',
    // The page's Content-Security-Policy has no data: for fonts and scripts.
    assetsInlineLimit: 0,
  },
  server: { port: 5174, proxy: { '/_simulator': { target: 'http://127.0.0.1:8788' } } },
})
