import { DurableObject } from 'cloudflare:workers'

/** One per conversation: the sockets of everyone who has the thread open. */
export class ConversationRoom extends DurableObject<Env> {}
