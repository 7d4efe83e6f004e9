import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** dist/simulator/server.js: one file that Node runs as it is, with the sample files beside it. */
export default defineConfig({
  root: here('.'),
  publicDir: false,
  build: {
    ssr: here('server.ts'),
    outDir: here('../dist/simulator'),
    // The page lies in the same folder.
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'server.js' } },
  },
  ssr: { noExternal: true },
  plugins: [
    {
      name: 'samples',
      closeBundle: () => cpSync(here('customer/samples'), here('../dist/simulator/samples'), { recursive: true }),
    },
  ],
})
