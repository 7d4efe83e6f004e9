import { receive } from '../../customer/receive'
import { webhookError } from '../../graph/errors'
import { answers, context, media, message, says } from '../inbound-shapes'
import { WAMID, type WebhookCase } from '../run-webhooks'
import { anything, exactly, optional } from '../shape'

/** §6.3: what customers write. */
export const inbound: WebhookCase[] = [
  says('text', { type: 'text', text: 'Größe? 🌵' }, message({ type: 'text', text: { body: 'Hi' } })),
  says(
    'text from the button of a product',
    { type: 'text', text: 'Available?', product: { catalog_id: '194836987003835', product_retailer_id: 'di9ozbzfi4' } },
    message({
      context: { ...context, referred_product: { catalog_id: '194836987003835', product_retailer_id: 'di9ozbzfi4' } },
      ...{ type: 'text', text: { body: 'Is this still available?' } },
    }),
  ),
  says(
    'text from an ad',
    { type: 'text', text: 'More?', referral: { source_id: '120226305854810726' } },
    message({
      referral: {
        ...{ source_url: 'https://fb.me/3cr4Wqqkv', source_id: '120226305854810726', source_type: exactly('ad') },
        ...{ body: 'Summer Succulents are here!', headline: 'Chat with us', media_type: /^(image|video)$/ },
        ...{ image_url: 'https://scontent.xx.fbcdn.net/v/t45.1', ctwa_clid: 'Aff-n8Z' },
        welcome_message: { text: 'Hi there! Let us know how we can help!' },
      },
      ...{ type: 'text', text: { body: 'Can I get more info about this?' } },
    }),
  ),
  says(
    'text passed on',
    { type: 'text', text: 'x', forwarded: 'once' },
    message({ context: { forwarded: exactly(true) }, type: 'text', text: { body: 'x' } }),
  ),
  says(
    'text passed on often',
    { type: 'text', text: 'x', forwarded: 'often' },
    message({ context: { frequently_forwarded: exactly(true) }, type: 'text', text: { body: 'x' } }),
  ),
  answers(
    'a reply',
    { text: { body: 'Hi' } },
    (replyTo) => ({ type: 'text', text: 'Yes', replyTo }),
    message({ context, type: 'text', text: { body: 'Yes' } }),
  ),
  says(
    'a picture',
    { type: 'image', caption: 'Taj Mahal' },
    message({ type: 'image', image: media(/^image\/(jpeg|png)$/, { caption: 'Taj Mahal' }) }),
  ),
  says(
    'a picture without a caption',
    { type: 'image' },
    message({ type: 'image', image: media(/^image\/(jpeg|png)$/) }),
  ),
  says(
    'a video',
    { type: 'video', caption: 'Growth' },
    message({ type: 'video', video: media(/^video\/mp4$/, { caption: 'Timelapse of growth' }) }),
  ),
  says(
    'a voice note',
    { type: 'voice' },
    message({ type: 'audio', audio: media(/^audio\/ogg; codecs=opus$/, { voice: exactly(true) }) }),
  ),
  says(
    'audio',
    { type: 'audio' },
    message({ type: 'audio', audio: media(/^audio\//, { voice: optional(exactly(false)) }) }),
  ),
  says(
    'a document',
    { type: 'document', caption: 'my receipt', filename: 'receipt.pdf' },
    message({
      type: 'document',
      document: media(/^application\/pdf$/, { caption: 'my receipt', filename: 'receipt.pdf' }),
    }),
  ),
  says(
    'a sticker',
    { type: 'sticker' },
    message({ type: 'sticker', sticker: media(/^image\/webp$/, { animated: true }) }),
  ),
  says(
    'a location',
    {
      type: 'location',
      latitude: 37.44221496582,
      longitude: -122.16165924072,
      name: 'Philz Coffee',
      address: '101 Forest Ave',
      url: 'https://philzcoffee.com/',
    },
    message({
      location: {
        address: '101 Forest Ave',
        latitude: 37.44,
        longitude: -122.16,
        name: 'Philz Coffee',
        url: 'https://philzcoffee.com/',
      },
      type: 'location',
    }),
  ),
  says(
    'a contact',
    {
      type: 'contacts',
      contacts: [
        {
          name: { first_name: 'Barbara', last_name: 'Johnson', formatted_name: 'Barbara J. Johnson' },
          org: { company: 'Social Tsunami' },
          phones: [{ phone: '+1 (415) 555-0829', wa_id: '14125550829', type: 'MOBILE' }],
        },
      ],
    },
    message({
      type: 'contacts',
      contacts: [
        {
          name: { first_name: 'Barbara', last_name: 'Johnson', formatted_name: 'Barbara J. Johnson' },
          org: { company: 'Social Tsunami' },
          phones: [{ phone: '+1 (415) 555-0829', wa_id: '14125550829', type: exactly('MOBILE') }],
        },
      ],
    }),
  ),
  answers(
    'a reaction',
    { text: { body: 'Hi' } },
    (messageId) => ({ type: 'reaction', messageId, emoji: '👍' }),
    message({ type: 'reaction', reaction: { message_id: WAMID, emoji: '👍' } }),
  ),
  answers(
    'a reaction taken back',
    { text: { body: 'Hi' } },
    (messageId) => ({ type: 'unreact', messageId }),
    message({ type: 'reaction', reaction: { message_id: WAMID, emoji: optional(exactly('')) } }),
  ),
  says(
    'an order',
    {
      ...{ type: 'order', catalogId: '194836987003835', text: 'Love these!' },
      items: [{ product_retailer_id: 'di9ozbzfi4', quantity: 2, item_price: 30, currency: 'USD' }],
    },
    message({
      type: 'order',
      order: {
        ...{ catalog_id: '194836987003835', text: 'Love these!' },
        product_items: [{ product_retailer_id: 'di9ozbzfi4', quantity: 2, item_price: 30, currency: 'USD' }],
      },
    }),
  ),
  says('the first opening of the chat', { type: 'welcome' }, message({ type: 'request_welcome' })),
  says(
    'what the API cannot show',
    { type: 'unsupported', kind: 'poll' },
    message({
      errors: [
        { code: 131051, title: 'text', message: 'text', error_data: { details: 'text' }, href: optional('text') },
      ],
      ...{ type: 'unsupported', unsupported: optional({ type: exactly('poll') }) },
    }),
  ),
  says(
    'a type that nobody knows yet',
    { type: 'unknown', name: 'hologram' },
    message({ type: 'hologram', hologram: anything }),
  ),
  {
    ...{ name: 'media that WhatsApp could not take', field: 'messages' },
    when: ({ world, number, customer }) =>
      receive(world, {
        ...{ numberId: number.id, customerId: customer.id, errors: [webhookError(131052)] },
        content: { type: 'image', image: { mime_type: 'image/jpeg', id: '1003383421387256' } },
      }),
    sample: message({
      errors: [
        { code: 131052, title: 'text', message: 'text', error_data: { details: 'text' }, href: optional('text') },
      ],
      ...{ type: 'image', image: anything },
    }),
  },
  {
    ...{ name: 'what somebody writes in a group', field: 'messages' },
    when: ({ world, number, customer }) =>
      receive(world, {
        ...{
          numberId: number.id,
          customerId: customer.id,
          groupId: 'HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEw',
        },
        content: { type: 'text', text: { body: 'What does everyone think about this?' } },
      }),
    sample: message({ group_id: 'HBgLMTY1MDM4Nzk0MzkVAgASGBQ', type: 'text', text: { body: 'x' } }),
  },
]
