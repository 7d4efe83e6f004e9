// npm writes a lock file without the platform binaries that a registry happens to lack, and npm ci then fails on the
// machines that need them. This reads the lock alone: every optional dependency is in it, at the version asked for.
import { readFileSync } from 'node:fs'

/** @typedef {Record<string, { version?: string, optionalDependencies?: Record<string, string> }>} Packages */

/** Two copies of one of these would test another runtime than the one that is deployed. */
const single = ['miniflare', 'workerd', 'wrangler', 'vite', 'vitest', 'hono', 'solid-js', 'drizzle-orm']

/** @param {string} lockFile @returns {string[]} what is wrong, a sentence each */
export function checkLock(lockFile) {
  /** @type {Packages} */
  const packages = JSON.parse(readFileSync(lockFile, 'utf8')).packages
  return [...missingBinaries(packages), ...secondVersions(packages)]
}

/** @param {Packages} packages */
function missingBinaries(packages) {
  return Object.entries(packages).flatMap(([path, { version = '', optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies).flatMap(([name, wanted]) => {
      const locked = packages[resolve(packages, path, name)]?.version
      const isExact = /^\d/.test(wanted)
      if (locked !== undefined && (!isExact || locked === wanted)) return []
      return [`${path || 'package.json'} ${version} wants ${name} ${wanted}, the lock has ${locked ?? 'none'}.`]
    }),
  )
}

/** @param {Packages} packages */
function secondVersions(packages) {
  return single.flatMap((name) => {
    const versions = new Set(
      Object.entries(packages)
        .filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`))
        .map(([, { version }]) => version),
    )
    return versions.size > 1 ? [`${name} is locked in more than one version: ${[...versions].join(', ')}.`] : []
  })
}

/** Where Node would find a package: beside its dependent, or in a node_modules further up. */
function resolve(/** @type {Packages} */ packages, /** @type {string} */ from, /** @type {string} */ name) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const path = `${base ? `${base}/` : ''}node_modules/${name}`
    if (packages[path] || base === '') return path
    if (!base.includes('/node_modules/')) return packages[`node_modules/${name}`] ? `node_modules/${name}` : path
  }
}
