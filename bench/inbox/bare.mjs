import { readFileSync } from 'node:fs'
import { build } from 'vite'
import { startProduct } from '../../e2e/harness.ts'
import { atRoot, cache } from '../../scripts/shared/paths.mjs'

/** The bare Worker in the product's place: the same runtime, bindings and queue settings. @param {{ withConsumers?: boolean }} [options] */
export async function startBareWebhook(options = {}) {
  const outDir = cache('bench/webhook')
  await build({
    configFile: false,
    logLevel: 'warn',
    build: { ssr: atRoot('bench/inbox/bare-webhook.ts'), outDir, emptyOutDir: true, target: 'es2022' },
  })
  const contents = readFileSync(`${outDir}/bare-webhook.js`, 'utf8')
  const bare = await startProduct({
    front: 'none',
    modules: [{ type: 'ESModule', path: 'bare.js', contents }],
    ...options,
  })
  await bare.env.SHARD_0?.prepare('CREATE TABLE bare (id TEXT PRIMARY KEY, body TEXT)').bind().all()
  return bare
}
