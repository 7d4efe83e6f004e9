import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inboxEventSchema } from '../worker/shared/domain-events.schemas.ts'
import { permissionNames } from '../worker/tenancy/permissions.schemas.ts'

// Documents rot where nobody looks: what can be compared with the code is compared.

const read = (file: string) => readFileSync(file, 'utf8')
const filesIn = (folder: string, pattern: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name))
const documents = ['README.md', 'CONTRIBUTING.md', ...filesIn('docs', /\.md$/)]

/** The headings of a document, as the addresses that a renderer gives them. */
const anchorsOf = (file: string) =>
  [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )

describe.each(documents)('%s', (file) => {
  it('links to what is there', () => {
    const text = read(file).replace(/```[\s\S]*?```/g, '')
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue
      const [path = '', anchor] = target.split('#')
      const linked = path === '' ? file : join(dirname(file), path)
      expect(existsSync(linked), `${target} is not there`).toBe(true)
      if (anchor) expect(anchorsOf(linked), target).toContain(anchor)
    }
  })
})

const worker = filesIn('worker', /\.ts$/)
  .filter((file) => !file.includes('test'))
  .map(read)
  .join('\n')

it('docs/api.md names every error code', () => {
  const codes = [...worker.matchAll(/^\s+code: '([a-z_.]+)',$/gm)].map(([, code = '']) => code)
  expect(codes.length).toBeGreaterThan(30)
  expect(
    [...new Set(codes)].filter((code) => code !== 'custom' && !read('docs/api.md').includes(`\`${code}\``)),
  ).toEqual([])
})

it('docs/api.md names every permission', () => {
  expect(permissionNames.filter((name) => !read('docs/api.md').includes(`\`${name}\``))).toEqual([])
})

it('docs/api.md describes every domain event, with all of its data', () => {
  const guide = read('docs/api.md')
  const rows = new Map(
    [...guide.matchAll(/^\| `([a-z_]+\.[a-z_]+)` \| .+ \| (.+) \|$/gm)].map(
      ([, type = '', data = '']) => [type, data] as const,
    ),
  )
  const missing = inboxEventSchema.options.flatMap(({ shape }) => {
    const { value: type } = shape.type
    const data = rows.get(type)?.replace("the conversation's ids", '`conversationId` `contactId` `phoneNumberId`') ?? ''
    return Object.keys(shape.data.shape).flatMap((field) => (data.includes(`\`${field}\``) ? [] : `${type}: ${field}`))
  })
  expect(missing).toEqual([])
})

it('docs/self-hosting.md names every setting, and every queue', () => {
  const settings = [...read('worker/shared/config.ts').matchAll(/^ {4}([A-Z_]+): /gm)].map(([, name = '']) => name)
  expect(settings).toContain('PUBLIC_URL')
  const queues = [...read('wrangler.toml').matchAll(/^queue = "(.+)"$/gm)].map(([, name]) => `queues create ${name}`)
  const guide = read('docs/self-hosting.md')
  expect([...settings.map((name) => `| \`${name}\` |`), ...queues].filter((text) => !guide.includes(text))).toEqual([])
})

it('docs/decisions/README.md lists every decision', () => {
  const listed = read('docs/decisions/README.md')
  for (const file of readdirSync('docs/decisions').filter((name) => /^\d{4}-/.test(name)))
    expect(listed).toContain(file)
})
