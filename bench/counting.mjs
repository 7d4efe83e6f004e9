// @ts-nocheck: a module of a Worker, beside a bundle that is there only after the build.
// The production bundle behind a shim that counts the statements each request sends to D1, in the header x-d1-queries, and
// for a request with x-count-rows the rows that D1 says it read, in x-d1-rows-read. D1 says it of everything but `raw`, so
// questions asked that way are asked a second time.
import worker from './index.js'

export * from './index.js'

const bare = Symbol('the statement itself')

function counted(statement, sql, count) {
  return new Proxy(statement, {
    get(target, name) {
      if (name === bare) return target
      if (name === 'bind') return (...values) => counted(target.bind(...values), sql, count)
      const member = target[name]
      if (typeof member !== 'function') return member
      return async (...values) => {
        const isQuestion = ['all', 'first', 'raw', 'run'].includes(String(name))
        if (isQuestion) count.queries += 1
        const answer = await member.apply(target, values)
        if (isQuestion && count.isOfRows && /^\s*(select|with)/i.test(sql)) {
          const { meta } = await target.all()
          count.rowsRead += meta.rows_read
        }
        return answer
      }
    },
  })
}

const countedDatabase = (database, count) =>
  new Proxy(database, {
    get(target, name) {
      if (name === 'prepare') return (sql) => counted(target.prepare(sql), sql, count)
      if (name === 'batch')
        return async (statements) => {
          count.queries += statements.length
          const answers = await target.batch(statements.map((statement) => statement[bare] ?? statement))
          for (const { meta } of answers) count.rowsRead += meta.rows_read
          return answers
        }
      if (name === 'withSession') return (...values) => countedDatabase(target.withSession(...values), count)
      const member = target[name]
      return typeof member === 'function' ? member.bind(target) : member
    },
  })

export default {
  ...worker,
  async fetch(request, env, ctx) {
    const count = { queries: 0, rowsRead: 0, isOfRows: request.headers.has('x-count-rows') }
    const databases = Object.fromEntries(
      Object.entries(env)
        .filter(([name]) => name === 'DIRECTORY' || name.startsWith('SHARD_'))
        .map(([name, database]) => [name, countedDatabase(database, count)]),
    )
    const response = await worker.fetch(request, { ...env, ...databases }, ctx)
    const answer = new Response(response.body, response)
    answer.headers.set('x-d1-queries', String(count.queries))
    answer.headers.set('x-d1-rows-read', String(count.rowsRead))
    return answer
  },
}
