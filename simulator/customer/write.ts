import type { Action, ActionOf } from '../control/action.schemas'
import type { StoredMessage } from '../core/state'
import type { World } from '../core/world'
import {
  forwardedContext,
  type InboundContent,
  mediaObject,
  replyContext,
  type Surroundings,
} from '../webhooks/message-payloads'
import { ActionError } from './action-error'
import type { Actor } from './actions'
import { type BringMedia, bringMedia, isMediaKind } from './bring-media'
import { receive } from './receive'

type Common = { replyTo?: string | undefined; forwarded?: 'once' | 'often' | undefined }

/** Messages that begin with the customer: text, media, places, people, orders, and what Cloud API can't show. */
export async function write(world: World, actor: Actor, action: Exclude<Action, never>): Promise<StoredMessage> {
  const { customer, number } = actor
  const ids = { customerId: customer.id, numberId: number.id }
  const send = (content: InboundContent, around: Surroundings = {}) => receive(world, { ...ids, content, ...around })

  if (isMediaKind(action)) return send(await mediaContent(world, actor, action), contextOf(world, actor, action))
  switch (action.type) {
    case 'text':
      return send({ type: 'text', text: { body: action.text } }, textSurroundings(world, actor, action))
    case 'location': {
      const { latitude, longitude, name, address, url } = action
      const place = { latitude, longitude, ...(name && { name }), ...(address && { address }), ...(url && { url }) }
      return send({ type: 'location', location: place }, contextOf(world, actor, action))
    }
    case 'contacts':
      return send({ type: 'contacts', contacts: action.contacts }, contextOf(world, actor, action))
    case 'order': {
      const order = {
        catalog_id: action.catalogId,
        ...(action.text && { text: action.text }),
        product_items: action.items,
      }
      return send({ type: 'order', order }, contextOf(world, actor, action))
    }
    case 'unsupported':
      return send({ type: 'unsupported', unsupported: { type: action.kind } })
    case 'unknown':
      // Spread over the content: the type is one that this simulator has no name for either.
      return send(
        { type: 'unknown', unknown: {} },
        {
          extra: { type: action.name, [action.name]: action.content ?? { body: 'Something new' }, unknown: undefined },
        },
      )
    case 'welcome':
      return send({ type: 'request_welcome' })
    default:
      throw new ActionError(`Nothing can be written with "${action.type}".`)
  }
}

async function mediaContent(world: World, { number }: Actor, action: BringMedia): Promise<InboundContent> {
  const mediaId = await bringMedia(world, { numberId: number.id, action })
  const type = action.type === 'voice' ? 'audio' : action.type
  const object = mediaObject(world, {
    mediaId,
    ...('caption' in action && action.caption && { caption: action.caption }),
    ...(action.type === 'sticker' && { animated: action.animated ?? false }),
  })
  switch (type) {
    case 'image':
      return { type, image: object }
    case 'video':
      return { type, video: object }
    case 'audio':
      return { type, audio: object }
    case 'document':
      return { type, document: object }
    case 'sticker':
      return { type, sticker: { animated: false, ...object } }
  }
}

function textSurroundings(world: World, actor: Actor, action: ActionOf<'text'>): Surroundings {
  const { referral, product } = action
  const around = contextOf(world, actor, action)
  if (product) {
    const from = actor.number.displayPhoneNumber.replace(/\D/g, '')
    around.context = { from, id: world.wamid(actor.customer.waId), referred_product: product }
  }
  if (!referral) return around
  const clicked = {
    source_url: 'https://fb.me/3cr4Wqqkv',
    source_id: '120226305854810726',
    source_type: 'ad',
    body: 'Hand-thrown, one of a kind',
    headline: 'Chat with us',
    media_type: 'image',
    image_url: 'https://scontent.xx.fbcdn.net/v/t45.1/ad.jpg',
    ctwa_clid: `Aff-${world.digits(20)}`,
    welcome_message: { text: 'Hi there! Let us know how we can help!' },
  }
  const given = Object.fromEntries(Object.entries(referral).filter(([, value]) => value !== undefined))
  return { ...around, referral: { ...clicked, ...given } }
}

function contextOf(world: World, actor: Actor, { replyTo, forwarded }: Common): Surroundings {
  if (forwarded) return { context: forwardedContext(forwarded === 'often' ? 6 : 1) }
  if (replyTo === undefined) return {}
  const quoted = world.state.messages[replyTo]
  if (!quoted || quoted.customerId !== actor.customer.id)
    throw new ActionError(`There is no message ${replyTo} to answer.`)
  return { context: replyContext(actor, quoted) }
}
