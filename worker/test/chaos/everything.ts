import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { contactIdentities, contacts } from '../../modules/contacts/contacts.tables'
import { changeSequences, conversations } from '../../modules/conversations/conversations.tables'
import { media } from '../../modules/media/media.tables'
import { messages, parkedStatuses } from '../../modules/messages/messages.tables'
import { deadLetters, outbox } from '../../shared/db/directory.tables'
import { shardOutbox } from '../../shared/db/shard.tables'
import { openShard, shardNames } from '../../shared/db/shards'

export type MessageRow = typeof messages.$inferSelect
export type ConversationRow = typeof conversations.$inferSelect
export type MediaRow = typeof media.$inferSelect

/** Every row of every shard, whoever it belongs to. */
export async function readEverything() {
  const shards = shardNames(env).map((name) => openShard(env, name))
  const all = async <Row>(read: (shard: (typeof shards)[number]) => Promise<Row[]>): Promise<Row[]> =>
    (await Promise.all(shards.map(read))).flat()
  const directory = drizzle(env.DIRECTORY)
  return {
    messages: await all((shard) => shard.select().from(messages)),
    media: await all((shard) => shard.select().from(media)),
    conversations: await all((shard) => shard.select().from(conversations)),
    contacts: await all((shard) => shard.select().from(contacts)),
    identities: await all((shard) => shard.select().from(contactIdentities)),
    parked: await all((shard) => shard.select().from(parkedStatuses)),
    sequences: await all((shard) => shard.select().from(changeSequences)),
    outbox: [...(await all((shard) => shard.select().from(shardOutbox))), ...(await directory.select().from(outbox))],
    deadLetters: await directory.select().from(deadLetters),
  }
}
export type Everything = Awaited<ReturnType<typeof readEverything>>
