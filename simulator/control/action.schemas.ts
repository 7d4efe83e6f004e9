import { z } from 'zod'

/** Bytes as base64, or media that was uploaded before, or one of the samples that come with the simulator. */
const bytes = {
  data: z.base64().optional(),
  mediaId: z.string().optional(),
  mimeType: z.string().min(3).optional(),
}
const wamid = z.string().min(1, 'Which message? Give its id.')
/** Every message may answer another one or be passed on. */
const common = {
  /** The message that this one answers. */
  replyTo: wamid.optional(),
  forwarded: z.enum(['once', 'often']).optional(),
}
const caption = z.string().max(1024).optional()

const referral = z.object({
  source_url: z.string().default('https://fb.me/3cr4Wqqkv'),
  source_id: z.string().default('120226305854810726'),
  source_type: z.enum(['ad', 'post']).default('ad'),
  headline: z.string().default('Chat with us'),
  body: z.string().default('Hand-thrown, one of a kind'),
  media_type: z.enum(['image', 'video']).default('image'),
  image_url: z.string().optional(),
  video_url: z.string().optional(),
  thumbnail_url: z.string().optional(),
  ctwa_clid: z.string().optional(),
  welcome_message: z.object({ text: z.string() }).optional(),
})

const contact = z.looseObject({
  name: z.looseObject({ formatted_name: z.string() }).optional(),
  phones: z.array(z.looseObject({ phone: z.string() })).optional(),
})

const writing = [
  z.object({
    type: z.literal('text'),
    text: z.string().min(1, 'A message needs text.').max(65_536),
    ...common,
    /** Came through an ad: an answer within 24 hours is free for 72. */
    referral: referral.partial().optional(),
    /** Came through the "Message business" button of a product. */
    product: z.object({ catalog_id: z.string(), product_retailer_id: z.string() }).optional(),
  }),
  z.object({ type: z.literal('image'), ...bytes, caption, ...common }),
  z.object({ type: z.literal('video'), ...bytes, caption, ...common }),
  z.object({ type: z.literal('audio'), ...bytes, ...common }),
  z.object({ type: z.literal('voice'), ...bytes, ...common }),
  z.object({ type: z.literal('document'), ...bytes, caption, filename: z.string().min(1).optional(), ...common }),
  z.object({ type: z.literal('sticker'), ...bytes, animated: z.boolean().optional(), ...common }),
  z.object({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: z.string().optional(),
    address: z.string().optional(),
    url: z.string().optional(),
    ...common,
  }),
  z.object({ type: z.literal('contacts'), contacts: z.array(contact).min(1), ...common }),
  z.object({
    type: z.literal('order'),
    catalogId: z.string().default('194836987003835'),
    text: z.string().optional(),
    items: z
      .array(
        z.object({
          product_retailer_id: z.string(),
          quantity: z.number().int().positive().default(1),
          item_price: z.number().nonnegative().default(30),
          currency: z.string().length(3).default('USD'),
        }),
      )
      .min(1, 'An order needs at least one item.'),
    ...common,
  }),
] as const

const answering = [
  z.object({
    type: z.literal('reaction'),
    messageId: wamid,
    emoji: z.string().min(1, 'A reaction needs an emoji.').max(32),
  }),
  z.object({ type: z.literal('unreact'), messageId: wamid }),
  z.object({ type: z.literal('edit'), messageId: wamid, text: z.string().min(1, 'What shall it say now?') }),
  z.object({ type: z.literal('delete'), messageId: wamid }),
  /** A reply button, or a quick reply of a template. `card` for those of a carousel. */
  z.object({
    type: z.literal('tap'),
    messageId: wamid,
    button: z.union([z.number().int().nonnegative(), z.string()]),
    card: z.number().int().nonnegative().optional(),
  }),
  z.object({ type: z.literal('pick'), messageId: wamid, rowId: z.string() }),
  z.object({ type: z.literal('flow'), messageId: wamid, response: z.record(z.string(), z.unknown()).default({}) }),
  z.object({ type: z.literal('address'), messageId: wamid, values: z.record(z.string(), z.unknown()).default({}) }),
  z.object({ type: z.literal('contact-info'), messageId: wamid }),
  z.object({
    type: z.literal('call-permission'),
    messageId: wamid,
    response: z.enum(['accept', 'reject']),
    permanent: z.boolean().default(false),
  }),
] as const

const phone = z.string().regex(/^\+?[\d\s()-]{7,20}$/, 'A phone number has 7 to 15 digits, with the country code.')
const being = [
  z.object({ type: z.literal('change-number'), phone }),
  z.object({ type: z.literal('change-user-id') }),
  z.object({ type: z.literal('username'), username: z.string().min(3).max(35).nullable() }),
  z.object({ type: z.literal('identity'), mode: z.enum(['phone-and-id', 'id-only', 'phone-only']) }),
  z.object({ type: z.literal('new-phone') }),
  z.object({ type: z.literal('block') }),
  z.object({ type: z.literal('unblock') }),
  z.object({ type: z.literal('marketing'), value: z.enum(['stop', 'resume']) }),
  z.object({ type: z.literal('online') }),
  z.object({ type: z.literal('offline') }),
  /** Opens the chat: everything in it is read, played voice notes too with `listen`. */
  z.object({ type: z.literal('open'), listen: z.boolean().default(false) }),
  z.object({ type: z.literal('listen'), messageId: wamid }),
  z.object({ type: z.literal('welcome') }),
  z.object({
    type: z.literal('call'),
    outcome: z.enum(['completed', 'missed']).default('completed'),
    seconds: z.number().int().nonnegative().default(42),
  }),
  /** What the Cloud API cannot show: polls, view-once, events. */
  z.object({ type: z.literal('unsupported'), kind: z.string().default('poll') }),
  /** A type that nobody has heard of yet, with whatever is in it. */
  z.object({ type: z.literal('unknown'), name: z.string().default('hologram'), content: z.unknown().optional() }),
] as const

export const actionSchema = z.discriminatedUnion('type', [...writing, ...answering, ...being], {
  error: (issue) => (issue.code === 'invalid_union' ? 'There is no such action: see GET /_simulator.' : undefined),
})
/** What the customer does, and with which of the business' numbers (the first one unless given). */
export const actionRequestSchema = z.object({ numberId: z.string().optional() }).and(actionSchema)

export type Action = z.infer<typeof actionSchema>
export type ActionInput = z.input<typeof actionSchema>
export type ActionOf<Type extends Action['type']> = Extract<Action, { type: Type }>
export { phone as phoneSchema }
