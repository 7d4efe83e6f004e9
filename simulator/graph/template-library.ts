import type { Template } from '../core/state'
import { graphError } from './errors'
import { type Parameters, recordsOf, requiredText, textOf } from './parameters'
import { checkLanguage, checkName } from './template-validation/validate-template'

/** A few of Meta's ready-made utility templates: their words can't be changed. */
type LibraryTemplate = {
  name: string
  topic: string
  usecase: string
  industry: string[]
  header: string
  body: string
  body_params: string[]
  body_param_types: string[]
  buttons: { type: 'URL' | 'PHONE_NUMBER'; text: string; url?: string; phone_number?: string }[]
}

const text = (...examples: string[]) => ({
  body_params: examples,
  body_param_types: examples.map(() => 'TEXT'),
})

export const LIBRARY: LibraryTemplate[] = [
  {
    name: 'delivery_update_1',
    topic: 'ORDER_MANAGEMENT',
    usecase: 'SHIPMENT_CONFIRMATION',
    industry: ['E_COMMERCE'],
    header: 'Your order is on its way',
    body: 'Good news, {{1}}! Your order {{2}} left our warehouse and should arrive on {{3}}. We will tell you if that changes.',
    ...text('Jim', '#12345', 'Jan 1'),
    buttons: [{ type: 'URL', text: 'Track shipment', url: 'https://www.example.com' }],
  },
  {
    name: 'low_balance_warning_1',
    topic: 'PAYMENTS',
    usecase: 'LOW_BALANCE_WARNING',
    industry: ['FINANCIAL_SERVICES'],
    header: 'Your account balance is low',
    body: 'Hi {{1}}, the balance of your {{2}} account is {{3}}. Please add funds to avoid fees.',
    ...text('Jim', 'CS Mutual checking', '$75.00'),
    buttons: [
      { type: 'URL', text: 'Make a deposit', url: 'https://www.example.com' },
      { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+15551234567' },
    ],
  },
  {
    name: 'appointment_reminder_1',
    topic: 'EVENT_REMINDER',
    usecase: 'APPOINTMENT_REMINDER',
    industry: ['HEALTHCARE', 'PROFESSIONAL_SERVICES'],
    header: 'Appointment reminder',
    body: 'Hello {{1}}, this is a reminder of your appointment with {{2}} on {{3}}. Reply to this message to change it.',
    ...text('Jim', 'Dr. Lee', 'January 1st, 2024 at 10:30'),
    buttons: [],
  },
]

/** Parameters of the search: text in name or words, and the exact topic, use case and industry. */
export function searchLibrary(parameters: Parameters): LibraryTemplate[] {
  const search = (textOf(parameters.search) ?? textOf(parameters.name) ?? '').toLowerCase()
  const is = (name: string, value: string) => {
    const wanted = textOf(parameters[name])
    return wanted === undefined || wanted.toUpperCase() === value
  }
  const industry = textOf(parameters.industry)?.toUpperCase()
  return LIBRARY.filter(
    (one) =>
      `${one.name} ${one.header} ${one.body}`.toLowerCase().includes(search) &&
      is('topic', one.topic) &&
      is('usecase', one.usecase) &&
      (industry === undefined || one.industry.includes(industry)),
  )
}

export const shownInLibrary = (one: LibraryTemplate, language: string): Record<string, unknown> => ({
  ...one,
  id: `7${one.name.length}${one.body.length}000000`,
  language,
  category: 'UTILITY',
})

type Made = Pick<Template, 'name' | 'language' | 'category' | 'components' | 'libraryName'>

/** A template of one's own from one of the library. @throws 100 for an unknown one or buttons without their values */
export function fromLibrary(parameters: Parameters): Made {
  const name = checkName(parameters)
  const language = checkLanguage(parameters.language)
  const libraryName = requiredText(parameters, 'library_template_name')
  const found = LIBRARY.find((one) => one.name === libraryName)
  if (!found) throw graphError(100, { message: `Param library_template_name: ${libraryName} is not in the library.` })
  const inputs = recordsOf(parameters.library_template_button_inputs)
  const buttons = found.buttons.map((button) => {
    const input = inputs.find(({ type }) => type === button.type)
    if (!input) throw graphError(100, { message: `library_template_button_inputs needs the ${button.type} button.` })
    const url = typeof input.url === 'object' && input.url !== null ? { ...input.url } : {}
    if (button.type === 'PHONE_NUMBER') return { ...button, phone_number: requiredText(input, 'phone_number') }
    return { ...button, url: 'base_url' in url ? url.base_url : button.url }
  })
  return {
    name,
    language,
    category: 'UTILITY',
    libraryName,
    components: [
      { type: 'HEADER', format: 'TEXT', text: found.header },
      { type: 'BODY', text: found.body, example: { body_text: [found.body_params] } },
      ...(buttons.length > 0 ? [{ type: 'BUTTONS', buttons }] : []),
    ],
  }
}
