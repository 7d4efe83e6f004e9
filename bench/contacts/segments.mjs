import { post, startSystem } from '../inbox/system.mjs'
import { millis, quantile } from '../numbers.mjs'

const SIZES = (process.env.BENCH_CONTACTS ?? '100000,1000000').split(',').map(Number)
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 200)
const CHUNK = 20_000
const DAY = 86_400_000

const all = (/** @type {object[]} */ ...conditions) => ({ match: 'all', conditions })

/** What a shop asks of its people. */
const definitions = {
  'who agreed': all({ on: 'consent', values: ['granted'] }),
  'a country and a language': all(
    { on: 'country', op: 'is', values: ['DE', 'PT'] },
    { on: 'language', op: 'is', values: ['en'] },
  ),
  'a tag of every hundredth': all({ on: 'tags', op: 'any', tagIds: ['tag_rare'] }),
  'agreed, without the tag of every fifth': all(
    { on: 'consent', values: ['granted'] },
    { on: 'tags', op: 'none', tagIds: ['tag_often'] },
  ),
  'a choice of a field': all({ on: 'field', key: 'tier', op: 'is', value: 'gold' }),
  'a number above': all({ on: 'field', key: 'spent', op: 'more_than', value: 900 }),
  'window open': all({ on: 'window', value: 'open' }),
  'agreed, and silent for 30 days': all(
    { on: 'consent', values: ['granted'] },
    { on: 'last_inbound', since: { op: 'before', days: 30 } },
  ),
  'any of a tag, a country, a field': {
    match: 'any',
    conditions: [
      { on: 'tags', op: 'any', tagIds: ['tag_rare'] },
      { on: 'country', op: 'is', values: ['PT'] },
      { on: 'field', key: 'tier', op: 'is', value: 'gold' },
    ],
  },
}

/**
 * The live count of a segment over all people of one organization.
 * @returns {Promise<import('../run.mjs').Row[]>}
 */
export async function measureSegments() {
  const rows = []
  for (const size of SIZES) {
    const system = await startSystem()
    try {
      await fill(system, size)
      const target = size > 100_000 ? 'p99 ≤ 600 ms' : 'p99 ≤ 60 ms'
      for (const [what, definition] of Object.entries(definitions)) {
        const times = []
        let count = 0
        for (let request = 0; request < REQUESTS; request++) {
          const startedAt = performance.now()
          count = Number((await post(`${system.url}/api/segments/count`, { definition }, system.token)).count)
          times.push(performance.now() - startedAt)
        }
        rows.push({
          what: `${size.toLocaleString('en')} people, ${what} (${count.toLocaleString('en')}): p50, p99`,
          target,
          measured: `${millis(quantile(times, 0.5))}, ${millis(quantile(times, 0.99))}`,
        })
      }
    } finally {
      await system.close()
    }
  }
  return rows
}

/** People as an import and a year of talking leave them. @param {import('../inbox/system.mjs').System} system @param {number} size */
async function fill(system, size) {
  const now = Date.now()
  const org = system.organizationId
  const id = "'ctc_' || printf('%026d', i)"
  await system.query("INSERT INTO tags VALUES (?1, 'tag_rare', 'rare', 0, 0), (?1, 'tag_often', 'often', 1, 0)", org)
  for (const [key, type] of [
    ['tier', 'choice'],
    ['spent', 'number'],
  ])
    await system.query(
      `INSERT INTO custom_fields (organization_id, id, key, label, type, options, position, created_at)
       VALUES (?, ?, ?, ?, ?, '["gold","silver"]', 0, 0)`,
      ...[org, `fld_${key}`, key, key, type],
    )
  for (let from = 1; from <= size; from += CHUNK) {
    const range = `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${Math.min(size, from + CHUNK - 1)})`
    await system.query(
      `${range} INSERT INTO contacts (organization_id, id, name, profile_name, phone, country, language, email, fields, source, consent,
         last_message_at, last_inbound_at, created_at, updated_at)
       SELECT ?, ${id}, 'Person ' || i, 'person' || i, '+44790' || printf('%07d', i),
         CASE i % 10 WHEN 0 THEN 'DE' WHEN 1 THEN 'PT' ELSE 'GB' END, CASE i % 4 WHEN 0 THEN 'pt_BR' ELSE 'en' END, 'person' || i || '@example.com',
         CASE WHEN i % 2 = 0 THEN json_object('tier', CASE i % 20 WHEN 0 THEN 'gold' ELSE 'silver' END, 'spent', i % 1000) END, 'import',
         CASE i % 3 WHEN 0 THEN 'granted' WHEN 1 THEN 'unknown' ELSE 'revoked' END,
         CASE WHEN i % 5 < 4 THEN ${now} - (i % 90) * ${DAY} END, CASE WHEN i % 5 < 3 THEN ${now} - (i % 90) * ${DAY} END, ${now}, ${now} FROM n`,
      org,
    )
    for (const [tag, of] of /** @type {const} */ ([
      ['tag_rare', 100],
      ['tag_often', 5],
    ]))
      await system.query(
        `${range} INSERT INTO contact_tags (organization_id, contact_id, tag_id, created_at) SELECT ?, ${id}, ?, 0 FROM n WHERE i % ${of} = 0`,
        ...[org, tag],
      )
  }
}
