import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository, wherever a command was called from. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')
export const atRoot = (/** @type {string[]} */ ...parts) => join(root, ...parts)

/** Programs that npm installed. */
export const bin = (/** @type {string} */ name) => atRoot('node_modules', '.bin', name)
/** wrangler without its wrapper process: a signal reaches the program itself. */
export const wranglerCli = atRoot('node_modules', 'wrangler', 'wrangler-dist', 'cli.js')
/** Stamps and other things that may be thrown away with node_modules. */
export const cache = (/** @type {string} */ name) => atRoot('node_modules', '.cache', 'wharf', name)

/** A path as a person would type it. */
export const short = (/** @type {string} */ path) =>
  relative(root, path).startsWith('..') ? path : relative(root, path) || '.'
