import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findForbiddenSql } from './check-migrations.mjs'

const folder = mkdtempSync(join(tmpdir(), 'wharf-migrations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function problemsOf(sql: string) {
  mkdirSync(join(folder, 'shard'), { recursive: true })
  writeFileSync(join(folder, 'shard', '0001_test.sql'), sql)
  return findForbiddenSql(folder).map((problem) => problem.slice(problem.indexOf('0001_test.sql')))
}

it.each([
  ['FOREIGN KEY (a) REFERENCES b(id) ON DELETE CASCADE', 'ON DELETE CASCADE'],
  ['foreign key (a) references b(id) on   delete\n  cascade', 'ON DELETE CASCADE'],
  ['DROP TABLE `contacts`;', 'DROP TABLE'],
  ['drop\n\ttable contacts', 'DROP TABLE'],
  ['drop /* hidden */ table contacts', 'DROP TABLE'],
  ['CREATE TABLE `__new_contacts` (id text)', '__new_'],
  ['ALTER TABLE __NEW_contacts RENAME TO contacts', '__new_'],
])('refuses %s', (sql, name) => {
  expect(problemsOf(sql)).toEqual([expect.stringContaining(name)])
})

it('names file and line', () => {
  expect(problemsOf('CREATE TABLE a (id text);\n--> statement-breakpoint\nDROP TABLE a;')).toEqual([
    '0001_test.sql:3: DROP TABLE deletes rows on D1.',
  ])
})

it('lets comments, indexes and other clauses pass', () => {
  expect(
    problemsOf(
      '-- never DROP TABLE here\nDROP INDEX a;\nCREATE TABLE b (c text REFERENCES d(id) ON DELETE SET NULL, on_delete_cascade text);',
    ),
  ).toEqual([])
})

it('finds nothing in the migrations of this repository', () => {
  expect(findForbiddenSql('migrations')).toEqual([])
})
