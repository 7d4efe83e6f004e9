import {
  type Check,
  type Fields,
  invalid,
  isFields,
  missing,
  needFields,
  needList,
  needOneOf,
  needText,
  optionalText,
  refuseTwins,
} from './checks'
import { checkCtaUrl } from './cta-url'
import { checkCarousel } from './interactive-carousel'
import { checkBody, checkFooter, checkHeader } from './interactive-parts'

type Kind = {
  /** Which headers it may have. */
  headers: readonly string[]
  isHeaderNeeded?: boolean
  bodyMax: number
  isBodyOptional?: boolean
  hasNoFooter?: boolean
  action: (check: Check, action: Fields, interactive: Fields) => void
}

const ANY = ['text', 'image', 'video', 'document'] as const
const where = "interactive['action']"

const named = (action: Fields, name: string) => {
  needOneOf({ in: action, name: 'name', where, values: [name] })
}
const parametersOf = (action: Fields) => needFields({ in: action, name: 'parameters', where })
const inParameters = `${where}['parameters']`

function checkButtons(_check: Check, action: Fields): void {
  const buttons = needList({ in: action, name: 'buttons', where, max: 3 })
  const replies = buttons.map((button, index) => {
    const at = `${where}['buttons'][${index}]`
    needOneOf({ in: button, name: 'type', where: at, values: ['reply'] })
    const reply = needFields({ in: button, name: 'reply', where: at })
    return {
      id: needText({ in: reply, name: 'id', where: `${at}['reply']`, max: 256 }),
      title: needText({ in: reply, name: 'title', where: `${at}['reply']`, max: 20 }),
    }
  })
  refuseTwins(
    replies.map(({ id }) => id),
    'Button ids',
  )
  refuseTwins(
    replies.map(({ title }) => title),
    'Button titles',
  )
}

function checkSections(action: Fields, { rowsIn, maxRows }: { rowsIn: string; maxRows: number }) {
  const sections = needList({ in: action, name: 'sections', where, max: 10 })
  const rows = sections.flatMap((section, index) => {
    const at = `${where}['sections'][${index}]`
    const title = optionalText({ in: section, name: 'title', where: at, max: 24 })
    if (title === undefined && sections.length > 1) throw missing(`${at}['title'] is required with several sections.`)
    return needList({ in: section, name: rowsIn, where: at, max: maxRows }).map((row) => ({ row, at }))
  })
  if (rows.length > maxRows)
    throw invalid(`${where} has ${rows.length} rows, more than the ${maxRows} that are allowed.`)
  return rows
}

function checkList(_check: Check, action: Fields): void {
  needText({ in: action, name: 'button', where, max: 20 })
  const rows = checkSections(action, { rowsIn: 'rows', maxRows: 10 })
  const ids = rows.map(({ row, at }) => {
    needText({ in: row, name: 'title', where: `${at}['rows']`, max: 24 })
    optionalText({ in: row, name: 'description', where: `${at}['rows']`, max: 72 })
    return needText({ in: row, name: 'id', where: `${at}['rows']`, max: 200 })
  })
  refuseTwins(ids, 'Row ids')
}

function checkFlow(_check: Check, action: Fields): void {
  named(action, 'flow')
  const parameters = parametersOf(action)
  needOneOf({ in: parameters, name: 'flow_message_version', where: inParameters, values: ['3'] })
  const { flow_id: id, flow_name: name } = parameters
  if (id === undefined && name === undefined) throw missing(`${inParameters} needs one of 'flow_id' and 'flow_name'.`)
  if (id !== undefined && name !== undefined) throw invalid(`${inParameters} takes one of 'flow_id' and 'flow_name'.`)
  const label = needText({ in: parameters, name: 'flow_cta', where: inParameters, max: 30 })
  if (/\p{Extended_Pictographic}/u.test(label)) throw invalid(`${inParameters}['flow_cta'] takes no emoji.`)
  if (parameters.mode !== undefined)
    needOneOf({ in: parameters, name: 'mode', where: inParameters, values: ['draft', 'published'] })
  if (parameters.flow_action === undefined) return
  const values = ['navigate', 'data_exchange']
  const flowAction = needOneOf({ in: parameters, name: 'flow_action', where: inParameters, values })
  const payload = parameters.flow_action_payload
  if (flowAction === 'navigate' && payload !== undefined) {
    const fields = needFields({ in: parameters, name: 'flow_action_payload', where: inParameters })
    needText({ in: fields, name: 'screen', where: `${inParameters}['flow_action_payload']`, max: 256 })
  }
}

function checkAddress(_check: Check, action: Fields): void {
  named(action, 'address_message')
  const parameters = parametersOf(action)
  needOneOf({ in: parameters, name: 'country', where: inParameters, values: ['IN', 'SG'] })
  if (parameters.values !== undefined) needFields({ in: parameters, name: 'values', where: inParameters })
}

function checkProduct(_check: Check, action: Fields): void {
  needText({ in: action, name: 'catalog_id', where, max: 256 })
  needText({ in: action, name: 'product_retailer_id', where, max: 256 })
}

function checkProductList(_check: Check, action: Fields): void {
  needText({ in: action, name: 'catalog_id', where, max: 256 })
  for (const { row, at } of checkSections(action, { rowsIn: 'product_items', maxRows: 30 })) {
    needText({ in: row, name: 'product_retailer_id', where: `${at}['product_items']`, max: 256 })
  }
}

function checkVoiceCall(_check: Check, action: Fields): void {
  named(action, 'voice_call')
  if (action.parameters === undefined) return
  const parameters = parametersOf(action)
  optionalText({ in: parameters, name: 'display_text', where: inParameters, max: 20 })
  optionalText({ in: parameters, name: 'payload', where: inParameters, max: 512 })
}

function checkPayment(name: string) {
  return (_check: Check, action: Fields): void => {
    named(action, name)
    needText({ in: parametersOf(action), name: 'reference_id', where: inParameters, max: 60 })
  }
}

const only = (name: string) => (_check: Check, action: Fields) => named(action, name)

const KINDS: Record<string, Kind> = {
  button: { headers: ANY, bodyMax: 1024, action: checkButtons },
  list: { headers: ['text'], bodyMax: 4096, action: checkList },
  cta_url: { headers: ANY, bodyMax: 1024, action: (_check, action) => checkCtaUrl(action, where) },
  flow: { headers: ANY, bodyMax: 1024, action: checkFlow },
  location_request_message: { headers: [], bodyMax: 1024, hasNoFooter: true, action: only('send_location') },
  address_message: { headers: ANY, bodyMax: 1024, action: checkAddress },
  product: { headers: [], bodyMax: 1024, isBodyOptional: true, action: checkProduct },
  product_list: { headers: ['text'], isHeaderNeeded: true, bodyMax: 1024, action: checkProductList },
  catalog_message: { headers: [], bodyMax: 1024, action: only('catalog_message') },
  carousel: { headers: [], bodyMax: 1024, hasNoFooter: true, action: checkCarousel },
  voice_call: { headers: [], bodyMax: 1024, action: checkVoiceCall },
  call_permission_request: {
    headers: [],
    bodyMax: 1024,
    isBodyOptional: true,
    action: only('call_permission_request'),
  },
  request_contact_info: { headers: [], bodyMax: 1024, action: only('request_contact_info') },
  order_details: { headers: ANY, bodyMax: 1024, action: checkPayment('review_and_pay') },
  order_status: { headers: [], bodyMax: 1024, action: checkPayment('review_order') },
}

export function checkInteractive(check: Check, interactive: Fields): void {
  const type = needOneOf({ in: interactive, name: 'type', where: 'interactive', values: Object.keys(KINDS) })
  const kind = KINDS[type]
  if (!kind) return
  if (interactive.header !== undefined) {
    if (kind.headers.length === 0) throw invalid(`interactive of type ${type} takes no header.`)
    const header = needFields({ in: interactive, name: 'header', where: 'interactive' })
    checkHeader(check, { header, allowed: kind.headers, where: "interactive['header']" })
  } else if (kind.isHeaderNeeded) throw missing("Missing required parameter: interactive['header']")
  if (!kind.isBodyOptional || isFields(interactive.body)) {
    checkBody(interactive, { where: 'interactive', max: kind.bodyMax })
  }
  if (interactive.footer !== undefined) {
    if (kind.hasNoFooter) throw invalid(`interactive of type ${type} takes no footer.`)
    checkFooter(interactive)
  }
  kind.action(check, needFields({ in: interactive, name: 'action', where: 'interactive' }), interactive)
}
