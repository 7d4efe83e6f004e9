import { createBusiness } from '../control/business.routes'
import { businessSchema } from '../control/control.schemas'
import { addCustomer } from '../core/customers'
import { addTemplate } from '../core/entities'
import type { World } from '../core/world'

type Connection = {
  appId?: string | undefined
  appSecret: string | undefined
  verifyToken: string | undefined
  callbackUrl: string | null
}

const PEOPLE = [
  { name: 'Amara Diallo', phone: '447700900184', language: 'en' },
  { name: 'Camille Lefèvre', phone: '33755590142', language: 'fr' },
  { name: 'Yousef Al Mansouri', phone: '971505550137', language: 'ar', username: 'yousef.mansouri' },
  // Dialled with a ninth digit that the wa_id leaves out.
  { name: 'Mateus Oliveira', phone: '5541999887766', language: 'pt_BR' },
  { name: 'Sofía Castellanos', phone: '525555501823', language: 'es_MX' },
] as const

/** The pottery of the demonstration, connected to the product that runs beside. */
export function fillDemo(world: World, { appId, appSecret, verifyToken, callbackUrl }: Connection): void {
  const business = createBusiness(
    world,
    businessSchema.parse({
      name: 'Kiln & Loom',
      callbackUrl,
      ...(appId && { appId }),
      ...(appSecret && { appSecret }),
      ...(verifyToken && { verifyToken }),
      messagingLimit: 'TIER_10K',
      numbers: [
        { displayPhoneNumber: '+44 20 7946 0182', verifiedName: 'Kiln & Loom' },
        { displayPhoneNumber: '+351 21 555 0164', verifiedName: 'Kiln & Loom Studio' },
      ],
    }),
  )
  for (const person of PEOPLE) addCustomer(world, { ...person, readsMessages: true })
  for (const template of templates) addTemplate(world, { accountId: business.accountId, ...template })
}

const body = (text: string, examples: string[] = []) => ({
  type: 'BODY',
  text,
  ...(examples.length > 0 && { example: { body_text: [examples] } }),
})
const buttons = (...list: Record<string, unknown>[]) => ({ type: 'BUTTONS', buttons: list })
const quickReply = (text: string) => ({ type: 'QUICK_REPLY', text })

const templates = [
  {
    name: 'order_shipped',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}} is on its way', example: { header_text: ['20418'] } },
      body('Hi {{1}}, your parcel left our studio today and arrives on {{2}}. Thank you for your patience!', [
        'Amara',
        'Saturday',
      ]),
      { type: 'FOOTER', text: 'Kiln & Loom' },
      buttons(
        { type: 'URL', text: 'Track parcel', url: 'https://kilnandloom.example/track/{{1}}', example: ['20418'] },
        quickReply('Change delivery'),
      ),
    ],
  },
  {
    name: 'delivery_slot',
    category: 'UTILITY',
    components: [
      body('Hello {{1}}, when should the courier come?', ['Amara']),
      buttons(quickReply('Friday 14–18'), quickReply('Saturday 9–12')),
    ],
  },
  {
    name: 'winter_collection',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW1hZ2U='] } },
      body('The winter glazes are out of the kiln, {{1}}. With code {{2}} shipping is on us until Sunday evening.', [
        'Amara',
        'FROST',
      ]),
      { type: 'FOOTER', text: 'Reply STOP to hear less from us' },
      buttons(
        { type: 'URL', text: 'See the collection', url: 'https://kilnandloom.example/winter' },
        { type: 'COPY_CODE', text: 'Copy offer code', example: 'FROST' },
        quickReply('Not for me'),
      ),
    ],
  },
  {
    name: 'verification_code',
    category: 'AUTHENTICATION',
    components: [
      { type: 'BODY', add_security_recommendation: true },
      { type: 'FOOTER', code_expiration_minutes: 10 },
      buttons({ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy code' }),
    ],
  },
  {
    name: 'commande_expediee',
    language: 'fr',
    category: 'UTILITY',
    components: [
      body('Bonjour {{1}}, votre colis est parti aujourd’hui et arrive {{2}}. Merci de votre patience.', [
        'Camille',
        'samedi',
      ]),
    ],
  },
] as const satisfies { name: string; language?: string; category: string; components: Record<string, unknown>[] }[]
