import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

// The layers of docs/architecture.md are lint rules; a rule that never fires is no rule. Every case below is planted in
// a copy of the tree's shape and linted once with the real biome.json.

const tree = mkdtempSync(join(tmpdir(), 'wharf-layers-'))
const use = (...from: string[]) =>
  `${from.map((source, i) => `import { a${i} } from '${source}'`).join('\n')}\n\nexport const all = [${from.map((_, i) => `a${i}`).join(', ')}]\n`
const lines = (count: number) => Array.from({ length: count }, (_, i) => `export const line${i} = ${i}\n`).join('')

const layer = 'lint/style/noRestrictedImports'
const role = 'lint/style/useFilenamingConvention'

/** What must be refused: sentence, rule, file, text of the file. */
const refused: [string, string, string, string][] = [
  ['shared reaches into tenancy', layer, 'worker/shared/r1.ts', use('../tenancy/require-member')],
  ['shared reaches into a module', layer, 'worker/shared/r2.ts', use('../modules/contacts/contacts.schemas')],
  ['shared reaches into whatsapp', layer, 'worker/shared/http/r3.ts', use('../../whatsapp/graph-client')],
  ['shared imports the composition root', layer, 'worker/shared/r4.ts', use('../app')],
  ['shared writes SQL outside shared/db', layer, 'worker/shared/r5.ts', use('drizzle-orm')],
  ['shared/db reaches into a module', layer, 'worker/shared/db/r6.ts', use('../../modules/contacts/contacts.tables')],
  ['tenancy reaches into a module', layer, 'worker/tenancy/r1.ts', use('../modules/team/team.usecases')],
  ['tenancy reaches into whatsapp', layer, 'worker/tenancy/r2.ts', use('../whatsapp/graph-client')],
  ['whatsapp reaches into a module', layer, 'worker/whatsapp/r1.ts', use('../modules/contacts/contacts.usecases')],
  ['whatsapp reaches into tenancy', layer, 'worker/whatsapp/r2.ts', use('../tenancy/organization-context')],
  ['a module imports the composition root', layer, 'worker/modules/r1/r1.usecases.ts', use('../../queues')],
  ["a route reads another module's repository", layer, 'worker/modules/r2/r2.routes.ts', use('../a/a.repository')],
  ["a route imports another module's routes", layer, 'worker/modules/r3/r3.routes.ts', use('../a/a.routes')],
  ["a usecase reads another module's repository", layer, 'worker/modules/r4/r4.usecases.ts', use('../a/a.repository')],
  ['a usecase imports routes', layer, 'worker/modules/r5/r5.usecases.ts', use('./r5.routes')],
  ['a usecase imports tables', layer, 'worker/modules/r6/r6.usecases.ts', use('./r6.tables')],
  ['a usecase writes SQL', layer, 'worker/modules/r7/r7.usecases.ts', use('drizzle-orm')],
  ['a route writes SQL', layer, 'worker/modules/r8/r8.routes.ts', use('drizzle-orm/d1')],
  ['an object writes SQL through drizzle', layer, 'worker/modules/r9/r9.object.ts', use('drizzle-orm')],
  ['a consumer goes past its usecases', layer, 'worker/modules/r10/r10.consumer.ts', use('./r10.repository')],
  [
    "a subscriber calls another module's usecase",
    layer,
    'worker/modules/r11/r11.subscriber.ts',
    use('../a/a.usecases'),
  ],
  ['a repository calls a usecase', layer, 'worker/modules/r12/r12.repository.ts', use('./r12.usecases')],
  [
    "a repository imports another module's repository",
    layer,
    'worker/modules/r13/r13.repository.ts',
    use('../a/a.repository'),
  ],
  ['tables import something of shared', layer, 'worker/modules/r14/r14.tables.ts', use('../../shared/ids')],
  ['errors import something else', layer, 'worker/modules/r15/r15.errors.ts', use('./r15.schemas')],
  ['a schema imports a package that is not zod', layer, 'worker/modules/r16/r16.schemas.ts', use('hono')],
  ['a schema imports a model', layer, 'worker/modules/r17/r17.schemas.ts', use('./r17.models')],
  ['a schema of tenancy imports shared', layer, 'worker/tenancy/r18.schemas.ts', use('../shared/ids')],
  ['a model imports values', 'plugin', 'worker/modules/r19/r19.models.ts', use('./r19.schemas')],
  ['a model imports for the side effect', 'plugin', 'worker/modules/r20/r20.models.ts', "import './r20.schemas'\n"],
  ['a module invents a role', role, 'worker/modules/r21/r21.utils.ts', lines(1)],
  ['a module has a file without a role', role, 'worker/modules/r22/helpers.ts', lines(1)],
  ["the web imports the Worker's code", layer, 'web/src/r1.ts', use('@worker/shared/ids')],
  ["the web imports the Worker's usecases", layer, 'web/src/r5.ts', use('@worker/modules/media/uploads.usecases')],
  ["the web imports the Worker's code by path", layer, 'web/src/r2.ts', use('../../worker/client')],
  ['Kobalte is used outside ui/', layer, 'web/src/layouts/r3.ts', use('@kobalte/core/dialog')],
  ['ui/ knows a module', layer, 'web/src/ui/r4.ts', use('../modules/auth/next-path')],
  ['the simulator imports the product', layer, 'simulator/r1.ts', use('../worker/whatsapp/graph-client')],
  ['the simulator imports a module', layer, 'simulator/r2.ts', use('../worker/modules/contacts/contacts.schemas')],
  [
    'modules import each other in a circle',
    'lint/suspicious/noImportCycles',
    'worker/modules/r23/r23.usecases.ts',
    use('../r24/r24.usecases'),
  ],
  [
    '… seen from the other side',
    'lint/suspicious/noImportCycles',
    'worker/modules/r24/r24.usecases.ts',
    use('../r23/r23.usecases'),
  ],
  ['a file is longer than 300 lines', 'lint/style/noExcessiveLinesPerFile', 'worker/shared/r25.ts', lines(301)],
  ['a test is skipped', 'lint/suspicious/noSkippedTests', 'worker/shared/r26.test.ts', "it.skip('runs', () => {})\n"],
  ['only one test runs', 'lint/suspicious/noFocusedTests', 'e2e/r27.e2e.ts', "it.only('runs', () => {})\n"],
]

/** What must pass. */
const allowed: [string, string][] = [
  ['worker/app.ts', use('./modules/contacts/contacts.routes', './shared/errors')],
  ['worker/shared/ok.ts', use('./errors', './db/directory')],
  ['worker/shared/db/ok.ts', use('drizzle-orm/d1')],
  ['worker/tenancy/ok.ts', use('../shared/errors', 'drizzle-orm')],
  ['worker/whatsapp/ok.ts', use('../shared/errors', './graph.schemas')],
  [
    'worker/modules/contacts/contacts.routes.ts',
    use('./contacts.repository', './contacts.usecases', '../../tenancy/require-member'),
  ],
  [
    'worker/modules/contacts/contacts.usecases.ts',
    use('./contacts.repository', './contacts.models', '../team/team.usecases', '../team/team.errors'),
  ],
  [
    'worker/modules/contacts/contacts.repository.ts',
    use('drizzle-orm', './contacts.tables', '../team/team.tables', '../../shared/ids'),
  ],
  [
    'worker/modules/contacts/contacts.tables.ts',
    use('drizzle-orm/sqlite-core', '../../shared/db/columns', '../team/team.tables'),
  ],
  ['worker/modules/contacts/contacts.schemas.ts', use('zod', '../team/team.schemas', './filters.schemas')],
  [
    'worker/modules/contacts/contacts.models.ts',
    "import type { Contact } from './contacts.schemas'\n\nexport type Named = Contact\n",
  ],
  ['worker/modules/contacts/contacts.errors.ts', use('../../shared/errors')],
  ['worker/modules/contacts/contacts.consumer.ts', use('./contacts.usecases', '../../shared/queue')],
  ['worker/modules/contacts/contact-hub.object.ts', use('./contacts.usecases')],
  ['worker/modules/contacts/contacts.test.ts', use('./contacts.tables', 'drizzle-orm', '../../app') + lines(301)],
  ['worker/modules/contacts/contacts.models.test.ts', lines(1)],
  ['worker/shared/long.ts', lines(300)],
  ['web/src/ok.ts', use('@worker/client', '@worker/tenancy/permissions.schemas', '@worker/modules/auth/auth.schemas')],
  ['web/src/rules.ts', use('@worker/modules/media/file-rules.models', '@worker/whatsapp/template-rendering')],
  ['web/src/ui/ok.ts', use('@kobalte/core/dialog')],
  ['simulator/ok.ts', use('../worker/whatsapp/webhook.schemas.ts')],
]

const found = new Map<string, Set<string>>()

beforeAll(() => {
  for (const name of ['biome.json', '.gitignore', 'scripts/lint']) cpSync(name, join(tree, name), { recursive: true })
  for (const [file, text] of [...refused.map(([, , file, text]) => [file, text] as const), ...allowed]) {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    writeFileSync(join(tree, file), text)
  }
  for (const [, rule, file] of lint().matchAll(/^::\w+ title=([^,]+),file=([^,]+),/gm)) {
    const path = file?.split(`${tree}/`).at(-1) ?? ''
    found.set(path, (found.get(path) ?? new Set()).add(rule ?? ''))
  }
}, 60_000)

afterAll(() => rmSync(tree, { recursive: true, force: true }))

function lint() {
  try {
    return execFileSync(
      join(process.cwd(), 'node_modules/.bin/biome'),
      ['lint', '--reporter=github', '--max-diagnostics=none', '.'],
      {
        cwd: tree,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
  } catch (error) {
    return String((error as { stdout?: string }).stdout)
  }
}

it.each(refused)('refuses: %s', (_, rule, file) => {
  expect([...(found.get(file) ?? [])]).toContain(rule)
})

it.each(allowed)('lets pass: %s', (file) => {
  expect([...(found.get(file) ?? [])]).toEqual([])
})
