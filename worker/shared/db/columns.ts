import { integer, text } from 'drizzle-orm/sqlite-core'

/** The tenant of a row. First in every index and unique key of a scoped table. */
export const organizationId = () => text('organization_id').notNull()
/** Milliseconds since 1970, UTC. */
export const timestamp = (name: string) => integer(name)
export const createdAt = () => integer('created_at').notNull()
export const flag = (name: string) => integer(name, { mode: 'boolean' }).notNull()
