import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'

type Named = { name: string; tbl: string; sql: string | null }
const rows = async <Row>(sql: string): Promise<Row[]> => (await env.SHARD_0.prepare(sql).all<Row>()).results

describe('what SQLite is told of a shard', () => {
  it('has statistics of every index that begins with the organization', async () => {
    const schema = await rows<Named>('SELECT name, tbl_name AS tbl, sql FROM sqlite_schema')
    const scoped = schema.flatMap(({ name, sql }) => {
      if (sql?.startsWith('CREATE TABLE'))
        return sql.includes('PRIMARY KEY(`organization_id`,') ? [`sqlite_autoindex_${name}_1`] : []
      return sql && /INDEX .*\(`organization_id`,/.test(sql) ? [name] : []
    })
    expect(scoped.length).toBeGreaterThan(20)
    const known = new Set((await rows<{ idx: string }>('SELECT idx FROM sqlite_stat1')).map(({ idx }) => idx))
    expect(
      scoped.filter((name) => !known.has(name)),
      'repeat the INSERTs of migrations/shard/0005_statistics.sql in the migration that adds them',
    ).toEqual([])
  })

  it('looks rows up by their ids instead of walking over the organization', async () => {
    const plan = async (where: string) => {
      const steps = await rows<{ detail: string }>(`EXPLAIN QUERY PLAN SELECT id FROM conversations WHERE ${where}`)
      return steps[0]?.detail ?? ''
    }
    const waiting = await rows<{ detail: string }>(
      "EXPLAIN QUERY PLAN SELECT id FROM messages WHERE organization_id = 'a' AND due_at IS NOT NULL AND phone_number_id = 'b'",
    )
    expect(waiting[0]?.detail, 'what waits is few: see 0010_statistics_of_waiting.sql').toContain('messages_waiting')
    const ids = "IN (SELECT value FROM json_each('[]'))"
    expect(await plan(`organization_id = 'a' AND id ${ids}`)).toContain('(organization_id=? AND id=?)')
    expect(await plan(`organization_id = 'a' AND phone_number_id = 'b' AND contact_id ${ids}`)).toContain(
      'contact_id=?',
    )
  })

  it('counts people in an index that holds all it asks, and looks few of them up by their tag', async () => {
    const plan = async (condition: string) =>
      (
        await rows<{ detail: string }>(
          `EXPLAIN QUERY PLAN SELECT count(*) FROM contacts WHERE organization_id = 'a' AND merged_into IS NULL AND deleted_at IS NULL AND (${condition})`,
        )
      )[0]?.detail
    expect(await plan("consent = 'granted' AND country = 'PT'")).toContain('COVERING INDEX contacts_by_segment')
    const tagged = "SELECT contact_id FROM contact_tags WHERE organization_id = 'a' AND tag_id = 'b'"
    expect(await plan(`id IN (${tagged})`)).toContain('(organization_id=? AND id=?)')
    const merged = await rows<{ detail: string }>(
      "EXPLAIN QUERY PLAN SELECT id FROM contacts WHERE organization_id = 'a' AND merged_into = 'b'",
    )
    expect(merged[0]?.detail).toContain('contacts_by_merge')
  })
})
