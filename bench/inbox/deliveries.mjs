import { createHmac } from 'node:crypto'

/** @typedef {{ metaPhoneNumberId: string, wabaId: string, displayPhoneNumber: string }} OurNumber */
/**
 * @typedef {object} Plan
 * @property {OurNumber[]} numbers
 * @property {string} secret of the app that signs
 * @property {number} count deliveries
 * @property {number} customers each of them writes in turn
 * @property {number} [perDelivery] messages in one delivery
 * @property {string} [run] keeps the messages of two runs apart
 */

/** What a text says, so that whoever receives it can name it: `bench m0000042m …`. */
export const tokenOf = (/** @type {number} */ index) => `m${String(index).padStart(7, '0')}m`
export const TOKEN = /m(\d{7})m/g

/** Meta's time is in whole seconds: the same for all, as it was prepared. */
const now = () => Math.floor(Date.now() / 1000)

/** @param {Plan} plan @param {number} index which message */
function messageOf({ customers, run = 'a' }, index) {
  const waId = `44790${String(index % customers).padStart(7, '0')}`
  const unique = `bench:${run}:${String(index).padStart(8, '0')}`
  return {
    waId,
    message: {
      from: waId,
      from_user_id: `GB.${waId}`,
      id: `wamid.${Buffer.from(unique).toString('base64')}`,
      timestamp: String(now()),
      type: 'text',
      text: { body: `bench ${tokenOf(index)} is the parcel on its way, and in which colour?` },
    },
  }
}

/** The body of one delivery, as Meta writes it. @param {Plan} plan @param {number} at */
export function bodyOf(plan, at) {
  const { numbers, perDelivery = 1 } = plan
  const number = numbers[at % numbers.length]
  if (!number) throw new Error('A delivery needs a number.')
  const changes = Array.from({ length: perDelivery }, (_, offset) => {
    const { waId, message } = messageOf(plan, at * perDelivery + offset)
    return {
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.metaPhoneNumberId },
        contacts: [{ profile: { name: `Load ${waId}` }, wa_id: waId, user_id: `GB.${waId}` }],
        messages: [message],
      },
      field: 'messages',
    }
  })
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: number.wabaId, changes }] })
}

/** As `X-Hub-Signature-256` has it. @param {string} secret @param {string} body */
export const sign = (secret, body) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
