import { eq } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { conversations } from './conversations.tables'

export type ConversationRow = typeof conversations.$inferSelect

export const findConversation = async (ctx: OrganizationContext, id: string): Promise<ConversationRow | undefined> =>
  (await ctx.db.select(conversations, eq(conversations.id, id)))[0]
