import type { Json } from '../target'

/** The create requests of §5, each as its page has it. `HANDLE` stands where an uploaded sample's handle goes. */
export const HANDLE = '4::aW1hZ2UvanBlZw=='

export type TemplateSample = {
  name: string
  language: string
  category: string
  [key: string]: unknown
  components: Json[]
}

const image = { type: 'header', format: 'image', example: { header_handle: [HANDLE] } }
const carouselCard = (example: string) => ({
  components: [
    image,
    {
      type: 'buttons',
      buttons: [
        { type: 'quick_reply', text: 'Send me more like this!' },
        { type: 'url', text: 'Shop', url: 'https://www.luckyshrub.com/rare-succulents/{{1}}', example: [example] },
      ],
    },
  ],
})
const productCard = {
  components: [
    { type: 'header', format: 'product' },
    { type: 'buttons', buttons: [{ type: 'spm', text: 'View' }] },
  ],
}
const body = (text: string, ...values: string[]) => ({
  type: 'BODY',
  text,
  ...(values.length > 0 && { example: { body_text: [values] } }),
})

export const templates = {
  seasonal_promotion: {
    ...{ name: 'seasonal_promotion', language: 'en_US', category: 'MARKETING' },
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Our {{1}} is on!', example: { header_text: ['Summer Sale'] } },
      body(
        'Shop now through {{1}} and use code {{2}} to get {{3}} off of all merchandise.',
        ...['the end of August', '25OFF', '25%'],
      ),
      { type: 'FOOTER', text: 'Use the buttons below to manage your marketing subscriptions' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Unsubscribe from Promos' },
          { type: 'QUICK_REPLY', text: 'Unsubscribe from All' },
        ],
      },
    ],
  },
  order_confirmation: {
    ...{ name: 'order_confirmation', language: 'en_US', category: 'UTILITY' },
    components: [
      { type: 'HEADER', format: 'DOCUMENT', example: { header_handle: [HANDLE] } },
      body(
        'Thank you for your order, {{1}}! Your order number is {{2}}. Tap the PDF linked above to view your receipt. If you have any questions, please use the buttons below to contact support. Thank you for being a customer!',
        ...['Pablo', '860198-230332'],
      ),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'PHONE_NUMBER', text: 'Call', phone_number: '15550051310' },
          { type: 'URL', text: 'Contact Support', url: 'https://www.luckyshrub.com/support' },
        ],
      },
    ],
  },
  order_delivery_update: {
    ...{ name: 'order_delivery_update', language: 'en_US', category: 'UTILITY' },
    components: [
      { type: 'HEADER', format: 'LOCATION' },
      body(
        'Good news {{1}}! Your order #{{2}} is on its way to the location above. Thank you for your order!',
        ...['Mark', '566701'],
      ),
      { type: 'FOOTER', text: 'To stop receiving delivery updates, tap the button below.' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Stop Delivery Updates' }] },
    ],
  },
  welcome_discount_template: {
    ...{ name: 'welcome_discount_template', language: 'en_US', category: 'marketing', parameter_format: 'named' },
    components: [
      image,
      {
        type: 'body',
        text: 'Welcome to Lucky Shrub, {{first_name}}!\n\nUse code *{{discount_code}}* to get {{discount_amount}} off of your first purchase!',
        example: {
          body_text_named_params: [
            { param_name: 'first_name', example: 'Pablo' },
            { param_name: 'discount_code', example: 'WELCOME20' },
            { param_name: 'discount_amount', example: '20%' },
          ],
        },
      },
      { type: 'footer', text: 'Lucky Shrub: Your gateway to succulents!' },
      {
        type: 'buttons',
        buttons: [
          { type: 'url', text: 'View deals', url: 'https://www.luckyshrub.com/deals' },
          { type: 'phone_number', text: 'Call us', phone_number: '+15550051310' },
          { type: 'quick_reply', text: 'Unsubscribe' },
        ],
      },
    ],
  },
  coupon_code_fall2023_25off: {
    ...{ name: 'coupon_code_fall2023_25off', language: 'en_US', category: 'MARKETING' },
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Our Fall Sale is on!' },
      body('Shop now through November and use code {{1}} to get {{2}} off of all merchandise!', '25OFF', '25%'),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Unsubscribe' },
          { type: 'COPY_CODE', example: '250FF' },
        ],
      },
    ],
  },
  limited_time_offer_caribbean_pkg_2023: {
    ...{ name: 'limited_time_offer_caribbean_pkg_2023', language: 'en_US', category: 'marketing' },
    components: [
      image,
      { type: 'limited_time_offer', limited_time_offer: { text: 'Expiring offer!', has_expiration: true } },
      {
        type: 'body',
        text: 'Good news, {{1}}! Use code {{2}} to get 25% off all Caribbean Destination packages!',
        example: { body_text: [['Pablo', 'CARIBE25']] },
      },
      {
        type: 'buttons',
        buttons: [
          { type: 'copy_code', example: 'CARIBE25' },
          {
            type: 'url',
            text: 'Book now!',
            url: 'https://awesomedestinations.com/offers?code={{1}}',
            example: ['https://awesomedestinations.com/offers?ref=n3mtql'],
          },
        ],
      },
    ],
  },
  carousel_template_media_cards_v1: {
    ...{ name: 'carousel_template_media_cards_v1', language: 'en_US', category: 'marketing' },
    components: [
      {
        type: 'body',
        text: 'Rare succulents for sale! {{1}}, add these unique plants to your collection. Each of these rare succulents are {{2}} if you checkout using code {{3}}. Shop now and add some unique and beautiful plants to your collection!',
        example: { body_text: [['Pablo', '30%', '30OFF']] },
      },
      { type: 'carousel', cards: ['BLUE_ELF', 'BUDDHA', 'BLACK_PRINCE'].map(carouselCard) },
    ],
  },
  product_carousel: {
    ...{ name: 'product_carousel', language: 'en_US', category: 'MARKETING' },
    components: [
      body('Our newest plants are here for everybody.'),
      { type: 'carousel', cards: [productCard, productCard] },
    ],
  },
  new_arrivals_mpm: {
    ...{ name: 'new_arrivals_mpm', language: 'en_US', category: 'MARKETING' },
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'New arrivals' },
      body('Have a look at what has come in this week.'),
      { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'View items' }] },
    ],
  },
  intro_catalog_offer: {
    ...{ name: 'intro_catalog_offer', language: 'en_US', category: 'MARKETING' },
    components: [
      body('Now shop for your favourite products right here on WhatsApp!'),
      { type: 'BUTTONS', buttons: [{ type: 'CATALOG', text: 'View catalog' }] },
    ],
  },
  flow_offer: {
    ...{ name: 'flow_offer', language: 'en_US', category: 'MARKETING' },
    components: [
      body('Our offer of the week is waiting for you.'),
      {
        type: 'BUTTONS',
        buttons: [
          {
            ...{ type: 'FLOW', text: 'Check out this offer!', flow_id: '1198735452343512' },
            ...{ flow_action: 'navigate', navigate_screen: 'WELCOME' },
          },
        ],
      },
    ],
  },
  call_us: {
    ...{ name: 'call_us', language: 'en_US', category: 'UTILITY' },
    components: [
      body('You can call us about your order at any time of the day.'),
      { type: 'BUTTONS', buttons: [{ type: 'VOICE_CALL', text: 'Call' }] },
    ],
  },
  share_contact: {
    ...{ name: 'share_contact', language: 'en_US', category: 'UTILITY' },
    components: [
      body('We would like to call you about your order. Please share your number with us.'),
      { type: 'BUTTONS', buttons: [{ type: 'REQUEST_CONTACT_INFO' }] },
    ],
  },
  call_permission: {
    ...{ name: 'call_permission', language: 'en_US', category: 'UTILITY' },
    components: [
      body('We would like to call you to help support your query on your order.'),
      { type: 'call_permission_request' },
    ],
  },
  verification_code: {
    ...{ name: 'verification_code', language: 'en_US', category: 'AUTHENTICATION' },
    components: [
      { type: 'BODY', add_security_recommendation: true },
      { type: 'FOOTER', code_expiration_minutes: 10 },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copy Code' }] },
    ],
  },
  verification_one_tap: {
    ...{ name: 'verification_one_tap', language: 'en_US', category: 'AUTHENTICATION' },
    components: [
      { type: 'body' },
      {
        type: 'buttons',
        buttons: [
          {
            ...{ type: 'otp', otp_type: 'one_tap', text: 'Copy Code', autofill_text: 'Autofill' },
            ...{ package_name: 'com.example.luckyshrub', signature_hash: 'K8a/AINcGX7' },
          },
        ],
      },
    ],
  },
  verification_zero_tap: {
    ...{ name: 'verification_zero_tap', language: 'en_US', category: 'AUTHENTICATION' },
    components: [
      { type: 'body' },
      {
        type: 'buttons',
        buttons: [
          {
            ...{ type: 'otp', otp_type: 'zero_tap', text: 'Copy Code', autofill_text: 'Autofill' },
            zero_tap_terms_accepted: true,
            supported_apps: [{ package_name: 'com.example.luckyshrub', signature_hash: 'K8a/AINcGX7' }],
          },
        ],
      },
    ],
  },
} satisfies Record<string, TemplateSample>

export type TemplateName = keyof typeof templates
