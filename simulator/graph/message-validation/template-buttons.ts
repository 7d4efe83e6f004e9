import type { Template } from '../../core/state'
import { graphError } from '../errors'
import { type Fields, invalid, isFields, missing, needFields } from './checks'
import { variablesOf } from './template-parameters'

type Buttons = { template: Template; buttons: Fields[]; filled: Fields[]; where: string }

/** The kinds of `sub_type` that fill each kind of button. */
const SUB_TYPES: Record<string, string[]> = {
  QUICK_REPLY: ['QUICK_REPLY'],
  URL: ['URL'],
  COPY_CODE: ['COPY_CODE'],
  OTP: ['URL', 'COPY_CODE', 'OTP'],
  FLOW: ['FLOW'],
  CATALOG: ['CATALOG'],
  MPM: ['MPM'],
  SPM: ['SPM'],
  VOICE_CALL: ['VOICE_CALL'],
  PHONE_NUMBER: [],
}

/** Each filled button is one of the template's, of its kind; and none that needs a value is left without. */
export function checkButtonParameters({ template, buttons, filled, where }: Buttons): void {
  const given = new Map<number, Fields>()
  for (const component of filled) {
    const index = Number(component.index)
    if (component.index === undefined || !Number.isInteger(index)) throw missing(`${where}buttons: index is required`)
    const button = buttons[index]
    if (!button) throw invalid(`${where}buttons: the template has no button at index ${index}`)
    const type = kindOf(button)
    const subType = String(component.sub_type ?? '').toUpperCase()
    if (subType === '') throw missing(`${where}buttons: sub_type is required`)
    if (!(SUB_TYPES[type] ?? [type]).includes(subType)) {
      throw graphError(132012, {
        details: `${where}buttons: Button at index ${index} is of type ${type}, not ${subType}`,
      })
    }
    given.set(index, component)
    checkValue({ type, component, at: `${where}buttons: Button at index ${index}` })
  }
  for (const [index, button] of buttons.entries()) {
    if (!needsValue(button, template) || given.has(index)) continue
    throw missing(`${where}buttons: Button at index ${index} of type ${labelOf(kindOf(button))} requires a parameter`)
  }
}

const kindOf = (button: Fields): string => String(button.type ?? '').toUpperCase()
const labelOf = (type: string): string => type.charAt(0) + type.slice(1).toLowerCase()

function needsValue(button: Fields, { category }: Template): boolean {
  const type = kindOf(button)
  if (type === 'URL') return category === 'AUTHENTICATION' || variablesOf(String(button.url ?? '')).length > 0
  return type === 'OTP' || type === 'COPY_CODE' || type === 'MPM'
}

/** What the parameter of each kind is called, and how long it may be. */
const VALUES: Record<string, { name: string; max: number }> = {
  QUICK_REPLY: { name: 'payload', max: 256 },
  URL: { name: 'text', max: 2000 },
  OTP: { name: 'text', max: 15 },
  COPY_CODE: { name: 'coupon_code', max: 20 },
}

function checkValue({ type, component, at }: { type: string; component: Fields; at: string }): void {
  const parameters: unknown[] = Array.isArray(component.parameters) ? component.parameters : []
  const [parameter] = parameters
  if (parameters.length > 1) {
    throw graphError(132000, {
      details: `${at}: number of params (${parameters.length}) does not match the expected number of params (1)`,
    })
  }
  if (!isFields(parameter)) throw missing(`${at} of type ${labelOf(type)} requires a parameter`)
  const value = VALUES[type]
  if (!value) {
    if (parameter.type !== 'action') throw mismatch(at, { expected: 'action', received: parameter.type })
    const action = needFields({ in: parameter, name: 'action', where: at })
    if (type === 'MPM' && !Array.isArray(action.sections)) throw missing(`${at} needs sections`)
    return
  }
  // One-time passwords may come as `coupon_code` with sub_type copy_code, too.
  const isOtp = type === 'OTP' && parameter.type === 'coupon_code'
  const name = isOtp ? 'coupon_code' : value.name
  if (parameter.type !== name) throw mismatch(at, { expected: name, received: parameter.type })
  const text = parameter[name]
  if (typeof text !== 'string' || text === '') throw missing(`${at} needs ${name}`)
  if ([...text].length > value.max) throw graphError(132005, { details: `${at}: ${name} is longer than ${value.max}` })
}

const mismatch = (at: string, { expected, received }: { expected: string; received: unknown }) =>
  graphError(132012, { details: `${at}: Format mismatch, expected ${expected}, received ${String(received)}` })
