import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/**
 * One hash over the names and contents of files and folders. What does not exist counts as not existing.
 * @param {string[]} paths
 * @param {(path: string) => boolean} [include]
 */
export function hashOf(paths, include = () => true) {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of filesBelow(path).filter(include)) {
      hash
        .update(`${relative(path, file)}\0`)
        .update(readFileSync(file))
        .update('\0')
    }
    hash.update('\n')
  }
  return hash.digest('hex')
}

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)))
}

/** A stamp says what a result was made from; the same hash again means that there is nothing to do. */
export const isStamped = (/** @type {string} */ file, /** @type {string} */ hash) =>
  existsSync(file) && readFileSync(file, 'utf8') === hash

/** @param {string} file @param {string} hash */
export function stamp(file, hash) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, hash)
}
