import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'
import { compactIcons } from './web/icons-plugin.ts'
import { answerFromS3 } from './worker/test/s3-server.mjs'

const atRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url))
// workerd trusts the certificate of the tests' mail servers. Miniflare reads this once, while it loads.
process.env.NODE_EXTRA_CA_CERTS = atRoot('worker/test/fixtures/localhost.pem')
const { cloudflareTest, readD1Migrations } = await import('@cloudflare/vitest-plugin')
const migrationsOf = (folder: string) => (existsSync(atRoot(folder)) ? readD1Migrations(atRoot(folder)) : [])

const [directoryMigrations, shardMigrations] = await Promise.all([
  migrationsOf('migrations/directory'),
  migrationsOf('migrations/shard'),
])

// What a self-hoster would set. None of it opens anything: these databases live as long as the run.
const testVariables = {
  ENVIRONMENT: 'test',
  PUBLIC_URL: 'https://wharf.test',
  ACCESS_TOKEN_SECRET: 'dGVzdC1vbmx5LWFjY2Vzcy10b2tlbi1zZWNyZXQtMDAwMQ',
  ENCRYPTION_KEYS: 'k1:dGVzdC1vbmx5LWVuY3J5cHRpb24ta2V5LTAwMDAwMDE',
  META_APP_ID: '634974688087057',
  META_APP_SECRET: '00112233445566778899aabbccddeeff',
  META_VERIFY_TOKEN: 'test-verify-token',
  META_SIGNUP_CONFIGURATION_ID: '1122334455667788',
  MAIL_SENDER: 'local',
  MAIL_FROM: 'Wharf <noreply@wharf.test>',
  SUPERADMIN_EMAIL: 'operator@wharf.test',
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'rules',
          environment: 'node',
          include: ['worker/**/*.models.test.ts', 'scripts/**/*.test.ts'],
        },
      },
      {
        plugins: [
          cloudflareTest({
            main: './worker/test/worker.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              // A second shard, so that code which mixes shards up fails a test.
              d1Databases: { SHARD_1: '00000000-0000-0000-0000-000000000011' },
              bindings: {
                ...testVariables,
                // Seed and size of the fault run: see worker/test/chaos.
                FAULT_RUN: process.env.FAULT_RUN ?? '',
                TEST_DIRECTORY_MIGRATIONS: directoryMigrations,
                TEST_SHARD_MIGRATIONS: shardMigrations,
              },
              // The net below unmocked fetch() calls: tests reach nothing but the S3 on loopback.
              outboundService: async (request: Request) =>
                (await answerFromS3(request)) ??
                new Response(`tests have no network: ${request.method} ${request.url}`, { status: 599 }),
            },
          }),
        ],
        test: {
          name: 'worker',
          // Passwords are hashed for real: 0.2 s each, more on a busy machine.
          testTimeout: 30_000,
          include: ['worker/**/*.test.ts'],
          exclude: ['worker/**/*.models.test.ts'],
          globalSetup: ['./worker/test/smtp-servers.mjs', './worker/test/s3-server.mjs'],
          setupFiles: ['./worker/test/setup.ts'],
          // One runtime for all files: eight times faster. setup.ts empties every store before each file.
          isolate: false,
        },
      },
      {
        plugins: [compactIcons(), solid()],
        resolve: { alias: { '@worker': atRoot('worker') } },
        test: {
          name: 'web',
          environment: 'jsdom',
          include: ['web/src/**/*.test.{ts,tsx}'],
          setupFiles: ['./web/src/test-setup.ts'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'simulator', environment: 'node', include: ['simulator/**/*.test.ts'] } },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['e2e/**/*.e2e.ts'],
          // Each file starts a whole product; two cores carry one at a time, and nothing beside it.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // A browser on a busy build machine: once more, and the report says "retry x1". At one's desk it fails at once.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
})
