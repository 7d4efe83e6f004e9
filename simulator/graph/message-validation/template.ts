import type { Template } from '../../core/state'
import { graphError } from '../errors'
import { type Check, type Fields, needFields, needList, needText } from './checks'
import { checkComponents, componentsOf, partOf } from './template-components'

/** @throws 132001, 132015, 132016 for the template, 132000, 132005, 132012, 132018 for what fills it. @returns it */
export function checkTemplate(
  check: Check,
  { template: sent, hasUserId }: { template: Fields; hasUserId: boolean },
): Template {
  const name = needText({ in: sent, name: 'name', where: 'template', max: 512 })
  const language = needFields({ in: sent, name: 'language', where: 'template' })
  const code = needText({ in: language, name: 'code', where: "template['language']", max: 20 })
  const template = findTemplate(check, { name, code })
  refuseUnsendable(template)
  if (hasUserId && isCodeByPhone(template)) throw graphError(131062)
  const components =
    sent.components === undefined ? [] : needList({ in: sent, name: 'components', where: 'template', min: 0, max: 20 })
  checkComponents(check, { template, defined: template.components, sent: components, where: '' })
  return template
}

/** Newest first: a deleted one may have had the same name. */
function findTemplate({ world, number }: Check, { name, code }: { name: string; code: string }): Template {
  let found: Template | undefined
  for (const template of Object.values(world.state.templates)) {
    if (template.name !== name || template.language !== code || template.accountId !== number.accountId) continue
    if (template.status === 'APPROVED') return template
    found = template
  }
  if (found) return found
  throw graphError(132001, { details: `template name (${name}) does not exist in ${code}` })
}

function refuseUnsendable({ name, language, status }: Template): void {
  if (status === 'APPROVED') return
  if (status === 'PAUSED') throw graphError(132015, { details: `template name (${name}) is paused due to low quality` })
  if (status === 'DISABLED') throw graphError(132016, { details: `template name (${name}) is disabled` })
  throw graphError(132001, { details: `template name (${name}) is not approved in ${language}: ${status}` })
}

/** One-tap, zero-tap and copy-code templates need a phone number. */
const isCodeByPhone = (template: Template): boolean =>
  template.category === 'AUTHENTICATION' &&
  componentsOf(partOf(template.components, 'BUTTONS') ?? {}, 'buttons').length > 0

/** Marketing Messages API: only marketing. */
export function refuseOtherThanMarketing(template: Template): void {
  if (template.category !== 'MARKETING') throw graphError(134100)
}
