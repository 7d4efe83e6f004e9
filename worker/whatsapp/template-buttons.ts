import { indexOf, type Json, listIn, parametersOf, recordIn, textIn, typeOf, variablesOf } from './template-parts'

type Buttons = { buttons: readonly Json[]; filled: readonly Json[]; isCode: boolean; where: string }

/** The `sub_type`s that fill each kind of button; without an entry, the one of its own name. */
const SUB_TYPES: Record<string, string[]> = { OTP: ['URL', 'COPY_CODE', 'OTP'], PHONE_NUMBER: [] }
/** What the parameter of each kind is called, and how long it may be; the others take an `action`. */
const VALUES: Record<string, { name: string; max: number }> = {
  QUICK_REPLY: { name: 'payload', max: 256 },
  URL: { name: 'text', max: 2000 },
  OTP: { name: 'text', max: 15 },
  COPY_CODE: { name: 'coupon_code', max: 20 },
}

/** Each value is for one of the template's buttons and of its kind, and none that needs a value is left without. */
export function checkButtons({ buttons, filled, isCode, where }: Buttons): string[] {
  const problems = filled.flatMap((component) => {
    const index = indexOf(component)
    const button = buttons[index]
    if (!Number.isInteger(index)) return [`${where}A button’s value must say which button it is for (index).`]
    if (!button) return [`${where}The template has no button at index ${index}.`]
    return checkValue({ type: typeOf(button), component, what: `${where}Button ${index + 1}` })
  })
  const given = new Set(filled.map(indexOf))
  const lacking = buttons.flatMap((button, index) =>
    needsValue(button, isCode) && !given.has(index)
      ? [`${where}Button ${index + 1} (${textIn(button, 'text') || typeOf(button).toLowerCase()}) needs a value.`]
      : [],
  )
  return [...problems, ...lacking]
}

function needsValue(button: Json, isCode: boolean): boolean {
  const type = typeOf(button)
  if (type === 'URL') return isCode || variablesOf(textIn(button, 'url')).length > 0
  return type === 'OTP' || type === 'COPY_CODE' || type === 'MPM'
}

function checkValue({ type, component, what }: { type: string; component: Json; what: string }): string[] {
  const subType = textIn(component, 'sub_type').toUpperCase()
  if (!(SUB_TYPES[type] ?? [type]).includes(subType))
    return [`${what} is of the type ${type.toLowerCase()}, not ${subType.toLowerCase() || 'unsaid (sub_type)'}.`]
  const [parameter, ...others] = parametersOf(component)
  if (!parameter || others.length > 0) return [`${what} takes one value.`]
  const value = VALUES[type]
  if (!value) return checkAction({ type, parameter, what })
  // A one-time password may come as a coupon code, too.
  const name = type === 'OTP' && parameter.type === 'coupon_code' ? 'coupon_code' : value.name
  const text = textIn(parameter, name)
  if (parameter.type !== name || text === '') return [`${what} needs a ${name}.`]
  return [...text].length > value.max ? [`${what}: its value has more than ${value.max} characters.`] : []
}

function checkAction({ type, parameter, what }: { type: string; parameter: Json; what: string }): string[] {
  const action = parameter.type === 'action' ? recordIn(parameter, 'action') : null
  if (!action) return [`${what} needs an action.`]
  return type === 'MPM' && listIn(action, 'sections').length === 0
    ? [`${what} needs the sections of its products.`]
    : []
}
