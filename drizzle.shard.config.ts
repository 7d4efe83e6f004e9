import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: ['./worker/shared/db/shard.tables.ts', './worker/modules/**/*.tables.ts'],
  out: './migrations/shard',
})
