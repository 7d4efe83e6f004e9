// @ts-nocheck: a module of a Worker, beside a bundle that is there only after the build.
// The production bundle behind a shim that counts the statements each request sends to D1, in the header x-d1-queries.
import worker from './index.js'

export * from './index.js'

const bare = Symbol('the statement itself')

function counted(statement, add) {
  return new Proxy(statement, {
    get(target, name) {
      if (name === bare) return target
      if (name === 'bind') return (...values) => counted(target.bind(...values), add)
      const member = target[name]
      if (typeof member !== 'function') return member
      return (...values) => {
        if (['all', 'first', 'raw', 'run'].includes(String(name))) add(1)
        return member.apply(target, values)
      }
    },
  })
}

const countedDatabase = (database, add) =>
  new Proxy(database, {
    get(target, name) {
      if (name === 'prepare') return (sql) => counted(target.prepare(sql), add)
      if (name === 'batch')
        return (statements) => {
          add(statements.length)
          return target.batch(statements.map((statement) => statement[bare] ?? statement))
        }
      if (name === 'withSession') return (...values) => countedDatabase(target.withSession(...values), add)
      const member = target[name]
      return typeof member === 'function' ? member.bind(target) : member
    },
  })

export default {
  ...worker,
  async fetch(request, env, ctx) {
    let queries = 0
    const add = (count) => {
      queries += count
    }
    const databases = Object.fromEntries(
      Object.entries(env)
        .filter(([name]) => name === 'DIRECTORY' || name.startsWith('SHARD_'))
        .map(([name, database]) => [name, countedDatabase(database, add)]),
    )
    const response = await worker.fetch(request, { ...env, ...databases }, ctx)
    const answer = new Response(response.body, response)
    answer.headers.set('x-d1-queries', String(queries))
    return answer
  },
}
