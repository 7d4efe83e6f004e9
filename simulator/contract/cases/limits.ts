import { idOfText } from '../messages'
import type { Case } from '../run-cases'
import type { Json, Target } from '../target'
import { INVALID, MISSING, refuses } from './sending'

const long = (length: number) => 'x'.repeat(length)
const image = (parts: Json) => ({ type: 'image', image: parts })
const link = 'https://www.luckyshrub.com/assets/banner.jpg'
const location = (parts: Json) => ({
  type: 'location',
  location: { latitude: 37.44, longitude: -122.16, ...parts },
})
const contact = (parts: Json) => ({ type: 'contacts', contacts: [parts] })
const reaction = (parts: Json) => async (target: Target) => ({
  type: 'reaction',
  reaction: { message_id: await idOfText(target), ...parts },
})

/** §2: what every message needs. */
export const envelopeViolations: Case[] = [
  refuses('no messaging_product', { messaging_product: undefined, text: { body: 'Hi' } }, MISSING, { real: true }),
  refuses('another messaging_product', { messaging_product: 'telegram', text: { body: 'Hi' } }, INVALID, {
    real: true,
  }),
  refuses('no recipient', { to: undefined, text: { body: 'Hi' } }, MISSING, { real: true }),
  refuses('an empty recipient', { to: '', text: { body: 'Hi' } }, [...MISSING, 131009], { real: true }),
  refuses('a recipient that is no number', { to: 'Sheena', text: { body: 'Hi' } }, [...INVALID, 131026]),
  refuses('a recipient that is no text', { to: { number: '16505551234' }, text: { body: 'Hi' } }, INVALID),
  refuses('a recipient_type that there isn’t', { recipient_type: 'crowd', text: { body: 'Hi' } }, INVALID, {
    real: true,
  }),
  refuses('a group that there isn’t', { recipient_type: 'group', to: 'HBgLMTY', text: { body: 'Hi' } }, 131020),
  refuses('a type that there isn’t', { type: 'hologram', hologram: { body: 'Hi' } }, [...INVALID, 131051]),
  refuses('a type that is no text', { type: 7, text: { body: 'Hi' } }, INVALID),
  refuses('no part of its type', { type: 'image', text: { body: 'Hi' } }, MISSING, { real: true }),
  refuses('a part of its type that is text', { type: 'text', text: 'Hi' }, INVALID, { real: true }),
  refuses('a part of its type that is a list', { type: 'text', text: [{ body: 'Hi' }] }, INVALID),
  refuses('a context that is text', { text: { body: 'Hi' }, context: 'wamid.HBgL' }, INVALID),
  refuses('a context without an id', { text: { body: 'Hi' }, context: {} }, MISSING),
  refuses('a context with an id that is none', { text: { body: 'Hi' }, context: { message_id: 'x' } }, INVALID),
  refuses(
    'a user id that is none',
    { to: undefined, recipient: '13491208655302741918', text: { body: 'Hi' } },
    INVALID,
  ),
  refuses(
    'the hash of another identity',
    { text: { body: 'Hi' }, recipient_identity_key_hash: 'DF2lS5v2W6x=' },
    137000,
  ),
  refuses(
    'the business itself',
    ({ business }) => ({ to: business.number.displayPhoneNumber, text: { body: 'Hi' } }),
    131021,
  ),
]

/** §2.1. */
export const freeFormViolations: Case[] = [
  refuses('a text without a body', { type: 'text', text: {} }, MISSING, { real: true }),
  refuses('an empty body', { type: 'text', text: { body: '' } }, [...MISSING, 131009], { real: true }),
  refuses('a body that is a number', { type: 'text', text: { body: 12 } }, INVALID),
  refuses('a body of 4097 characters', { type: 'text', text: { body: long(4097) } }, INVALID, { real: true }),
  refuses('media without id and link', image({ caption: 'Look' }), MISSING, { real: true }),
  refuses('media with id and link', image({ id: '1479537139650973', link }), INVALID),
  refuses('media that there isn’t', image({ id: '1479537139650973' }), INVALID, { real: true }),
  refuses('a link that is no address', image({ link: 'banner.jpg' }), INVALID, { real: true }),
  refuses('a link to a file', image({ link: 'file:///etc/passwd' }), INVALID),
  refuses('a link with ftp', image({ link: 'ftp://www.luckyshrub.com/banner.jpg' }), INVALID),
  refuses('a caption of 1025 characters', image({ link, caption: long(1025) }), INVALID, { real: true }),
  ...['video', 'document'].map((type) =>
    refuses(`a caption of 1025 characters under a ${type}`, { type, [type]: { link, caption: long(1025) } }, INVALID),
  ),
  refuses('a caption of audio', { type: 'audio', audio: { link, caption: 'Listen' } }, INVALID),
  refuses('a location without a latitude', location({ latitude: undefined }), MISSING, { real: true }),
  refuses('a location without a longitude', location({ longitude: undefined }), MISSING),
  refuses('a latitude of 91 degrees', location({ latitude: 91 }), INVALID),
  refuses('a longitude of -181 degrees', location({ longitude: '-181' }), INVALID),
  refuses('a latitude that is no number', location({ latitude: 'north' }), INVALID),
  refuses('no contacts', { type: 'contacts' }, MISSING, { real: true }),
  refuses('an empty list of contacts', { type: 'contacts', contacts: [] }, [...INVALID, 131008]),
  refuses('contacts that are no list', { type: 'contacts', contacts: { name: {} } }, INVALID),
  refuses('a contact without a name', contact({ phones: [{ phone: '+16505559999' }] }), MISSING, { real: true }),
  refuses('a contact without a formatted name', contact({ name: { first_name: 'Barbara' } }), MISSING),
  refuses('a contact with a formatted name alone', contact({ name: { formatted_name: 'Barbara' } }), [
    ...MISSING,
    131009,
  ]),
  refuses('a reaction to nothing', { type: 'reaction', reaction: { emoji: '😀' } }, MISSING),
  refuses('a reaction to a message that there isn’t', reaction({ message_id: 'wamid.HBgLMTY0' }), [...INVALID, 131008]),
  refuses('a reaction with two emoji', reaction({ emoji: '😀😀' }), INVALID),
  refuses('a reaction with a word', reaction({ emoji: 'nice' }), INVALID),
  refuses(
    'a reaction to a reaction',
    async (target) => {
      const { numberId, recipient, call } = target
      const first = { message_id: await idOfText(target), emoji: '😀' }
      const body = { messaging_product: 'whatsapp', to: recipient, type: 'reaction', reaction: first }
      await call({ path: `/${numberId}/messages`, body })
      const reactions = Object.values(target.business.world.state.messages).filter(({ type }) => type === 'reaction')
      return { type: 'reaction', reaction: { message_id: reactions[0]?.id, emoji: '😀' } }
    },
    INVALID,
  ),
  refuses(
    'a reaction that is a reply',
    async (target) => {
      const id = await idOfText(target)
      return { type: 'reaction', reaction: { message_id: id, emoji: '😀' }, context: { message_id: id } }
    },
    INVALID,
  ),
  refuses(
    'a reaction to what is older than 30 days',
    async (target) => {
      const id = await idOfText(target)
      target.business.simulator.moveClock(31 * 24 * 3600_000)
      target.business.openWindow()
      return { type: 'reaction', reaction: { message_id: id, emoji: '😀' } }
    },
    131009,
  ),
]
