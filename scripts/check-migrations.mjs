import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { atRoot, bin, cache, root } from './shared/paths.mjs'
import { run } from './shared/run.mjs'

// D1 enforces foreign keys during a migration: a dropped or rebuilt table takes its child rows with it.
const forbidden = [
  { pattern: /\bon\s+delete\s+cascade\b/gi, name: 'ON DELETE CASCADE' },
  { pattern: /\bdrop\s+table\b/gi, name: 'DROP TABLE' },
  { pattern: /__new_/gi, name: '__new_ (a table rebuild)' },
]

/** @param {string} folder @returns {string[]} file:line and what is forbidden there */
export function findForbiddenSql(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .flatMap((name) => {
      const file = join(folder, name)
      const text = withoutComments(readFileSync(file, 'utf8'))
      return forbidden.flatMap(({ pattern, name: what }) =>
        [...text.matchAll(pattern)].map(
          ({ index }) =>
            `${relative(root, file)}:${text.slice(0, index).split('\n').length}: ${what} deletes rows on D1.`,
        ),
      )
    })
}

/** Comments become blanks: line numbers stay, and a comment between two words hides nothing. */
const withoutComments = (/** @type {string} */ sql) =>
  sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))

/**
 * What drizzle-kit would still have to generate for a config, tried on a copy of its folder.
 * @param {'directory' | 'shard'} name
 * @returns {Promise<string[]>}
 */
export async function findUngenerated(name) {
  const config = `drizzle.${name}.config.ts`
  const work = cache(`migrations-${name}`)
  const out = join(work, 'out')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  if (existsSync(atRoot('migrations', name))) cpSync(atRoot('migrations', name), out, { recursive: true })
  const before = new Set(readdirSync(out))
  const copy = join(work, 'drizzle.config.ts')
  writeFileSync(
    copy,
    `import config from '${atRoot(config)}'\nexport default { ...config, out: '${relative(root, out)}' }\n`,
  )
  const { ok, output } = await run(bin('drizzle-kit'), ['generate', '--config', relative(root, copy)])
  const added = readdirSync(out).filter((file) => file.endsWith('.sql') && !before.has(file))
  const sql = added.map((file) => readFileSync(join(out, file), 'utf8')).join('\n')
  rmSync(work, { recursive: true, force: true })
  if (added.length > 0)
    return [`The tables are ahead of migrations/${name}: run npm run db:generate. It would write:\n${sql}`]
  // A rename makes drizzle-kit ask a question, and nobody answers here.
  if (!ok || !output.includes('No schema changes'))
    return [`drizzle-kit generate --config ${config} did not finish:\n${output}`]
  return []
}
