import { z } from 'zod'
import { contentLimits } from './content-limits.schemas'
import { orderDetailsParameters, orderStatusParameters } from './order-content.schemas'

/**
 * What a business can say. Cards, template components and orders keep Meta's own keys, because developers write them from Meta's
 * pages; everything else is ours. Source: developers.facebook.com/docs/whatsapp/cloud-api, "Send messages".
 */

const text = (maximum: number) => z.string().min(1).max(maximum)
/** Our media: `mediaId` of `/api/media`. Null for a file that Meta never gave us. */
const mediaReference = {
  mediaId: z.string().nullable(),
  /** Only outbound, instead of `mediaId`: Meta fetches it. */
  link: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
}

/** What people and businesses alike can say. What a person has sent is kept however long it is. */
const plainContents = (limits: 'limited' | 'unlimited') => {
  const isLimited = limits === 'limited'
  const words = (maximum: number) => (isLimited ? z.string().max(maximum) : z.string())
  const within = (bound: number) => (isLimited ? z.number().min(-bound).max(bound) : z.number())
  const caption = words(contentLimits.caption).optional()
  return [
    z.object({
      type: z.literal('text'),
      body: isLimited ? text(contentLimits.text) : z.string(),
      previewUrl: z.boolean().optional(),
    }),
    z.object({ type: z.literal('image'), ...mediaReference, caption }),
    z.object({ type: z.literal('video'), ...mediaReference, caption }),
    /** `voice`: a voice note (OGG with Opus, mono). */
    z.object({ type: z.literal('audio'), ...mediaReference, voice: z.boolean().optional() }),
    z.object({
      type: z.literal('document'),
      ...mediaReference,
      caption,
      filename: words(240).optional(),
    }),
    z.object({ type: z.literal('sticker'), ...mediaReference, animated: z.boolean().optional() }),
    z.object({
      type: z.literal('location'),
      latitude: within(90),
      longitude: within(180),
      name: words(1000).optional(),
      address: words(1000).optional(),
      url: words(2000).optional(),
    }),
    z.object({
      type: z.literal('contacts'),
      contacts: isLimited ? z.array(contactCard).min(1).max(257) : z.array(contactCard),
    }),
    /** `emoji` null takes the reaction back. The target is the message's `targetWamid`, or `targetMessageId` on input. */
    z.object({ type: z.literal('reaction'), emoji: words(64).nullable() }),
  ] as const
}
/** A card as Meta writes it: `name`, `phones`, `emails`, `addresses`, `org`, `urls`, `birthday`. */
const contactCard = z.looseObject({ name: z.looseObject({ formatted_name: z.string().optional() }).optional() })

const interactiveHeader = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: text(contentLimits.header) }),
  z.object({ type: z.literal('image'), ...mediaReference }),
  z.object({ type: z.literal('video'), ...mediaReference }),
  z.object({ type: z.literal('document'), ...mediaReference, filename: z.string().max(240).optional() }),
])
const header = interactiveHeader.optional()
const textHeader = z.object({ type: z.literal('text'), text: text(contentLimits.header) })
const footer = z.string().max(contentLimits.footer).optional()
const button = z.object({ id: text(contentLimits.buttonId), title: text(contentLimits.buttonTitle) })
const row = z.object({
  id: text(contentLimits.rowId),
  title: text(contentLimits.rowTitle),
  description: z.string().max(contentLimits.rowDescription).optional(),
})

const buttonsContent = z.object({
  type: z.literal('buttons'),
  header,
  body: text(contentLimits.buttonsBody),
  footer,
  buttons: z.array(button).min(1).max(contentLimits.buttons),
})
const listContent = z.object({
  type: z.literal('list'),
  header: textHeader.optional(),
  body: text(contentLimits.listBody),
  footer,
  button: text(contentLimits.listButton),
  sections: z
    .array(z.object({ title: z.string().max(contentLimits.sectionTitle).optional(), rows: z.array(row).min(1) }))
    .min(1)
    .max(contentLimits.listSections),
})
const ctaUrlContent = z.object({
  type: z.literal('cta_url'),
  header,
  body: text(contentLimits.buttonsBody),
  footer,
  displayText: text(contentLimits.buttonTitle),
  url: z.url({ protocol: /^https?$/ }).max(2000),
})
const flowContent = z.object({
  type: z.literal('flow'),
  header,
  body: text(contentLimits.buttonsBody),
  footer,
  flowId: z.string().max(100).optional(),
  flowName: z.string().max(200).optional(),
  flowToken: z.string().max(500).optional(),
  button: text(contentLimits.flowButton),
  action: z.enum(['navigate', 'data_exchange']).optional(),
  screen: z.string().max(200).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  mode: z.enum(['draft', 'published']).optional(),
})
const locationRequestContent = z.object({ type: z.literal('location_request'), body: text(contentLimits.buttonsBody) })
const contactRequestContent = z.object({ type: z.literal('contact_request'), body: text(contentLimits.buttonsBody) })
/** India only. */
const addressRequestContent = z.object({
  type: z.literal('address_request'),
  body: text(contentLimits.buttonsBody),
  country: z.string().length(2),
  values: z.record(z.string(), z.string()).optional(),
  savedAddresses: z.array(z.object({ id: z.string(), value: z.record(z.string(), z.string()) })).optional(),
  validationErrors: z.record(z.string(), z.string()).optional(),
})
const callPermissionRequestContent = z.object({
  type: z.literal('call_permission_request'),
  body: text(contentLimits.buttonsBody),
})
const voiceCallContent = z.object({
  type: z.literal('voice_call'),
  body: text(contentLimits.buttonsBody),
  displayText: text(contentLimits.buttonTitle),
  ttlMinutes: z.number().int().min(1).max(43200).optional(),
  payload: z.string().max(512).optional(),
})
const productContent = z.object({
  type: z.literal('product'),
  body: z.string().max(contentLimits.buttonsBody).optional(),
  footer,
  catalogId: text(100),
  productRetailerId: text(200),
})
const productListContent = z.object({
  type: z.literal('product_list'),
  header: textHeader,
  body: text(contentLimits.buttonsBody),
  footer,
  catalogId: text(100),
  sections: z
    .array(
      z.object({ title: z.string().max(contentLimits.sectionTitle), productRetailerIds: z.array(text(200)).min(1) }),
    )
    .min(1)
    .max(contentLimits.listSections),
})
const catalogContent = z.object({
  type: z.literal('catalog'),
  body: text(contentLimits.buttonsBody),
  footer,
  thumbnailProductRetailerId: z.string().max(200).optional(),
})
const carouselCard = z.object({
  header: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('image'), ...mediaReference }),
      z.object({ type: z.literal('video'), ...mediaReference }),
    ])
    .optional(),
  body: z.string().max(contentLimits.carouselBody).optional(),
  ctaUrl: z.object({ displayText: text(contentLimits.buttonTitle), url: z.url().max(2000) }).optional(),
  buttons: z.array(button).min(1).max(2).optional(),
  product: z.object({ catalogId: text(100), productRetailerId: text(200) }).optional(),
})
const carouselContent = z.object({
  type: z.literal('carousel'),
  body: text(contentLimits.buttonsBody),
  cards: z.array(carouselCard).min(2).max(contentLimits.carouselCards),
})
/** An order to be paid in WhatsApp: India, Brazil and Singapore only. */
const orderDetailsContent = z.object({
  type: z.literal('order_details'),
  header,
  body: text(contentLimits.buttonsBody),
  footer,
  parameters: orderDetailsParameters,
})
/** What has become of it: named by the same `reference_id`. */
const orderStatusContent = z.object({
  type: z.literal('order_status'),
  body: text(contentLimits.buttonsBody),
  footer,
  parameters: orderStatusParameters,
})

/** A component as Meta writes it: `{ type, sub_type?, index?, parameters?, cards? }`. */
export const templateComponentSchema = z.looseObject({
  type: z.string().min(1).max(60),
  sub_type: z.string().max(60).optional(),
  index: z.union([z.string(), z.number()]).optional(),
  parameters: z.array(z.looseObject({ type: z.string() })).optional(),
  cards: z.array(z.looseObject({})).optional(),
})
/** What the person received, filled in when it is sent: shown in the thread without looking the template up. */
const templateRendering = z.object({
  category: z.string(),
  header: z.string().nullable(),
  body: z.string(),
  footer: z.string().nullable(),
  /** `type` as Meta names it: QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE, OTP, FLOW … */
  buttons: z.array(z.object({ type: z.string(), text: z.string(), value: z.string().nullable() })),
})
const templateContent = z.object({
  type: z.literal('template'),
  name: z.string().min(1).max(512),
  language: z.string().min(2).max(20),
  components: z.array(templateComponentSchema).max(20).default([]),
  rendering: templateRendering.optional(),
})

/** What only a business can say. */
const composedContents = [
  buttonsContent,
  listContent,
  ctaUrlContent,
  flowContent,
  locationRequestContent,
  contactRequestContent,
  addressRequestContent,
  callPermissionRequestContent,
  voiceCallContent,
  productContent,
  productListContent,
  catalogContent,
  carouselContent,
  orderDetailsContent,
  orderStatusContent,
  templateContent,
] as const

/** Everything a business can send, within Meta's limits. `checkContent` has the rules between fields. */
export const outboundContentSchema = z.discriminatedUnion('type', [...plainContents('limited'), ...composedContents])
/** The same as it is kept and shown, also when a person has sent it. */
export const keptContents = [...plainContents('unlimited'), ...composedContents] as const
export type OutboundContent = z.infer<typeof outboundContentSchema>
export type OutboundType = OutboundContent['type']
