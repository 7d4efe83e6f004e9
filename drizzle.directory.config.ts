import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './worker/shared/db/directory.tables.ts',
  out: './migrations/directory',
})
