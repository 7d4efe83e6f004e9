import { oneOf, type Parameters, recordsOf, textOf, textsOf } from '../parameters'
import { invalidComponent, missingField, templateError, tooLong } from './problem'

const TYPES = [
  'QUICK_REPLY',
  'URL',
  'PHONE_NUMBER',
  'COPY_CODE',
  'FLOW',
  'CATALOG',
  'MPM',
  'SPM',
  'VOICE_CALL',
  'REQUEST_CONTACT_INFO',
  'ORDER_DETAILS',
] as const
type ButtonType = (typeof TYPES)[number]

const MOST = { all: 10, text: 25, url: 2000, phone: 20, code: 20, example: 2000 }
const MOST_OF: Partial<Record<ButtonType, number>> = {
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  FLOW: 1,
  VOICE_CALL: 1,
  REQUEST_CONTACT_INFO: 1,
}
/** These stand alone. */
const ALONE: ButtonType[] = ['CATALOG', 'MPM', 'SPM', 'ORDER_DETAILS']
const TEXTLESS: Partial<Record<ButtonType, string>> = {
  COPY_CODE: 'Copy offer code',
  REQUEST_CONTACT_INFO: 'Share contact info',
}

/** Kinds, counts, order and texts of the buttons. @throws 100, 2388040, 2388043 */
export function checkButtons(part: Parameters, most = MOST.all): Parameters {
  const given = recordsOf(part.buttons)
  if (given.length === 0) throw missingField('BUTTONS', 'buttons')
  if (given.length > most) throw invalidComponent(`A template has at most ${most} buttons, not ${given.length}.`)
  const types = given.map((button, index) => oneOf(`buttons[${index}]['type']`, button.type, TYPES))
  for (const [type, count] of Object.entries(MOST_OF)) {
    if (types.filter((one) => one === type).length > count) {
      throw invalidComponent(`A template has at most ${count} buttons of type ${type}.`)
    }
  }
  const alone = types.find((type) => ALONE.includes(type))
  if (alone && types.length > 1) throw invalidComponent(`A button of type ${alone} is the template's only button.`)
  if (isInterleaved(types)) {
    throw invalidComponent('Quick reply buttons must be grouped together, before or after the other buttons.')
  }
  return {
    type: 'BUTTONS',
    buttons: given.map((button, index) => checkButton({ button, type: types[index] ?? 'QUICK_REPLY', index })),
  }
}

/** From quick replies to others and back, or the other way round. */
function isInterleaved(types: ButtonType[]): boolean {
  const isReply = types.map((type) => type === 'QUICK_REPLY')
  return isReply.filter((one, index) => index > 0 && one !== isReply[index - 1]).length > 1
}

function checkButton({ button, type, index }: { button: Parameters; type: ButtonType; index: number }): Parameters {
  const text = textOf(button.text) ?? TEXTLESS[type]
  if (!text) throw missingField('BUTTONS', `buttons[${index}]['text']`)
  if ([...text].length > MOST.text) throw tooLong(`The text of button ${index + 1}`, MOST.text)
  if (/[\n\r]|\{\{/.test(text)) {
    throw invalidComponent(`The text of button ${index + 1} can't have variables or new lines.`)
  }
  const base = { ...button, type, text }
  if (type === 'URL') return { ...base, ...checkUrl(button, index) }
  if (type === 'PHONE_NUMBER') return { ...base, phone_number: checkPhone(button, index) }
  if (type === 'COPY_CODE') return { ...base, example: [checkCode(button)] }
  if (type === 'FLOW') checkFlow(button)
  return base
}

function checkUrl(button: Parameters, index: number): Parameters {
  const url = textOf(button.url)
  if (!url) throw missingField('BUTTONS', `buttons[${index}]['url']`)
  if (url.length > MOST.url) throw tooLong(`The URL of button ${index + 1}`, MOST.url)
  const variables = url.match(/\{\{[^{}]*\}\}/g) ?? []
  const plain = url.replace(/\{\{[^{}]*\}\}$/, 'x')
  if (variables.length > 1 || /\{\{|\}\}/.test(plain) || (variables[0] ?? '{{1}}') !== '{{1}}') {
    throw invalidComponent(`The URL of button ${index + 1} can have one variable, {{1}}, at its end.`)
  }
  if (!/^https?:\/\//i.test(plain) || !URL.canParse(plain)) {
    throw invalidComponent(`The URL of button ${index + 1} is not valid.`)
  }
  if (variables.length === 0) return { url }
  const example = textsOf(Array.isArray(button.example) ? button.example : [button.example])
  if (example.length === 0) throw missingField('BUTTONS', 'example')
  return { url, example }
}

function checkPhone(button: Parameters, index: number): string {
  const phone = textOf(button.phone_number)
  if (!phone) throw missingField('BUTTONS', `buttons[${index}]['phone_number']`)
  if (phone.length > MOST.phone || !/^\+?[\d\s()-]{5,}$/.test(phone)) {
    throw invalidComponent(`The phone number of button ${index + 1} is not valid.`)
  }
  return phone
}

function checkCode(button: Parameters): string {
  const [code] = textsOf(Array.isArray(button.example) ? button.example : [button.example])
  if (!code) throw missingField('BUTTONS', 'example')
  if (code.length > MOST.code) throw tooLong('The offer code', MOST.code)
  return code
}

function checkFlow(button: Parameters): void {
  const sources = ['flow_id', 'flow_name', 'flow_json'].filter((name) => textOf(button[name]))
  if (sources.length !== 1) throw invalidComponent('A FLOW button needs one of flow_id, flow_name and flow_json.')
  if (button.flow_action === undefined) return
  const action = oneOf("buttons['flow_action']", button.flow_action, ['NAVIGATE', 'DATA_EXCHANGE'])
  if (action === 'NAVIGATE' && !textOf(button.navigate_screen)) {
    throw templateError(2388043, 'A FLOW button that navigates is missing expected field(s) (navigate_screen)')
  }
}
