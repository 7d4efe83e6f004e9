import { Hono } from 'hono'
import { z } from 'zod'
import { addCustomer, customerByPhone } from '../core/customers'
import { digitsOf, waIdOf } from '../core/phone-numbers'
import type { Customer } from '../core/state'
import type { World } from '../core/world'
import { act } from '../customer/actions'
import { keepMedia } from '../customer/bring-media'
import { comeOnline, startReading } from '../customer/lifecycle'
import { actionRequestSchema } from './action.schemas'
import {
  crowdSchema,
  customerChangeSchema,
  customerSchema,
  customersSchema,
  sameCustomersSchema,
} from './control.schemas'
import { type Control, ControlError, findIn, note, parse, readJson } from './request'

const QUESTIONS = [
  'Is the cream vase back in stock?',
  'Do you ship to Portugal?',
  'My parcel says delivered, but it isn’t here 😕',
  'Can I change the colour of my order?',
  'What are your opening hours on Sunday?',
  'Bonjour, livrez-vous en Belgique ?',
  'هل يتوفر هذا باللون الأزرق؟',
  'Quanto custa o frete para São Paulo?',
]
const FIRST = ['Ada', 'Bruno', 'Chidi', 'Dalia', 'Emre', 'Fatou', 'Greta', 'Hana', 'Inés', 'Jonas', 'Kemi', 'Luca']
const LAST = ['Adeyemi', 'Bianchi', 'Costa', 'Demir', 'Eriksen', 'Fofana', 'Gruber', 'Haddad', 'Ito', 'Jansen', 'Kaur']

/** Customers, what they do, and crowds of them. */
export function peopleRoutes(control: Control): Hono {
  const { world } = control
  const customerOf = (id: string) => findIn(world.state.customers, id, 'customer')

  return new Hono()
    .get('/customers', (c) => c.json({ customers: Object.values(world.state.customers) }))
    .post('/customers', async (c) => {
      const body = await readJson(c, z.looseObject({}))
      const isList = 'count' in body || 'customers' in body
      const made = createCustomers(world, wantedOf(body))
      note(control, 'customers', made.length === 1 ? `${made[0]?.name} is here` : `${made.length} new customers`)
      return c.json(isList ? { customers: made } : made[0], 201)
    })
    .get('/customers/:id', (c) => c.json(customerOf(c.req.param('id'))))
    .patch('/customers/:id', async (c) => {
      const customer = customerOf(c.req.param('id'))
      const { isOnline, ...change } = await readJson(c, customerChangeSchema)
      Object.assign(customer, withoutUndefined(change))
      if (isOnline === true && !customer.isOnline) comeOnline(world, customer.id)
      if (isOnline === false) customer.isOnline = false
      if (change.readsMessages === true) startReading(world, customer.id)
      note(control, 'customer', `${customer.name} changed`, { payload: change, customerId: customer.id })
      return c.json(customer)
    })
    .post('/customers/:id/actions', async (c) => {
      const customer = customerOf(c.req.param('id'))
      const { numberId, ...action } = await readJson(c, actionRequestSchema)
      const message = await act(world, { customerId: customer.id, numberId, action })
      note(control, `customer.${action.type}`, `${customer.name}: ${action.type}`, {
        customerId: customer.id,
        ...(message && { numberId: message.numberId }),
      })
      return c.json({ messageId: message?.id ?? null, message })
    })
    .post('/numbers/:id/media', async (c) => {
      const number = findIn(world.state.numbers, c.req.param('id'), 'phone number')
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      const mimeType = c.req.header('content-type') ?? 'application/octet-stream'
      const filename = c.req.query('filename') ?? null
      const voice = c.req.query('voice') === 'true'
      return c.json({ mediaId: keepMedia(world, { numberId: number.id, bytes, mimeType, filename, voice }) }, 201)
    })
    .post('/crowd', async (c) => {
      const { numberId, count, texts } = await readJson(c, crowdSchema)
      const writing = createCustomers(world, wantedOf({ count })).map((customer, index) => {
        const lines = texts ?? QUESTIONS
        const text = lines[index % lines.length] ?? ''
        return act(world, { customerId: customer.id, numberId, action: { type: 'text', text } })
      })
      const messages = await Promise.all(writing)
      note(control, 'crowd', `${count} customers write at once`)
      return c.json({
        messages: messages.flatMap((message) => (message ? [{ id: message.id, customerId: message.customerId }] : [])),
      })
    })
}

type Wanted = z.infer<typeof customerSchema>

/** So many alike, a list, or one: by what the body has. */
function wantedOf(body: object): Wanted[] {
  if ('customers' in body) return parse(customersSchema, body).customers
  if (!('count' in body)) return [parse(customerSchema, body)]
  const { count, ...same } = parse(sameCustomersSchema, body)
  return Array.from({ length: count }, () => same)
}

/** All of them, or none when one cannot be. */
function createCustomers(world: World, wanted: Wanted[]): Customer[] {
  const taken = new Set<string>()
  for (const { phone, isUnknown } of wanted) {
    if (phone === undefined) continue
    const waId = waIdOf(digitsOf(phone))
    if (taken.has(waId)) throw new ControlError(409, `+${digitsOf(phone)} is in the list twice.`)
    taken.add(waId)
    const known = customerByPhone(world, waId)
    if (known && !known.isUnknown && isUnknown !== true) {
      throw new ControlError(409, `+${digitsOf(phone)} is the number of ${known.name}.`)
    }
  }
  return wanted.map((one) => createCustomer(world, one, taken))
}

function createCustomer(world: World, { phone, ...values }: Wanted, taken: Set<string>): Customer {
  const dialled = phone === undefined ? freePhone(world, taken) : digitsOf(phone)
  const customer = addCustomer(world, { ...withoutUndefined({ name: madeUpName(world), ...values }), phone: dialled })
  if (values.isUnknown !== undefined) customer.isUnknown = values.isUnknown
  return customer
}

/** A British mobile number that nobody here has. */
function freePhone(world: World, taken: Set<string>): string {
  for (;;) {
    const phone = `4477${Math.floor(world.random() * 1e8)
      .toString()
      .padStart(8, '0')}`
    if (!taken.has(waIdOf(phone)) && !customerByPhone(world, phone)) return phone
  }
}

const madeUpName = (world: World): string => {
  const pick = (names: string[]) => names[Math.floor(world.random() * names.length)] ?? 'Sam'
  return `${pick(FIRST)} ${pick(LAST)}`
}

type Defined<Values> = { [Key in keyof Values]: Exclude<Values[Key], undefined> }
const withoutUndefined = <Values extends object>(values: Values): Partial<Defined<Values>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Defined<Values>>
