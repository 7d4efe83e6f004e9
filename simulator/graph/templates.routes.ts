import { Hono } from 'hono'
import { addTemplate } from '../core/entities'
import type { BusinessAccount, Template } from '../core/state'
import type { World } from '../core/world'
import { sendTemplateStatus } from '../webhooks/template-fields'
import { accountFor, type GraphContext, type GraphEnv } from './auth'
import { readParameters } from './body'
import { graphError, parameterRequired } from './errors'
import { answerNode, askedFields } from './fields'
import { pageOf } from './paging'
import { type Parameters, requiredText, textOf, textsOf } from './parameters'
import { fromLibrary } from './template-library'
import { templateNode, templatesOf } from './template-node'
import { resumeTemplates, submitForReview } from './template-review'
import { categoryOf, isUnderWay, requireRoom } from './template-rules'
import { checkLanguage, checkName, validateComponents, validateTemplate } from './template-validation/validate-template'

const MONTH = 30 * 24 * 3600_000

/** Templates of an account: list, create, delete. */
export function templatesRoutes(world: World): Hono<GraphEnv> {
  resumeTemplates(world)
  const accountOf = (c: GraphContext) =>
    accountFor(world, c, { id: c.req.param('id') ?? '', scope: 'whatsapp_business_management' })

  return new Hono<GraphEnv>()
    .get('/:id/message_templates', (c) => {
      const account = accountOf(c)
      const parameters = c.req.query()
      const items = filtered(templatesOf(world, account.id), parameters)
      const { data, paging } = pageOf(c, { items, keyOf: ({ id }) => id, parameters })
      const { appId } = c.get('token')
      const fields = askedFields(parameters)
      const total = parameters.summary?.includes('total_count') && { summary: { total_count: items.length } }
      const answers = data.map((template) => answerNode(templateNode(world, { template, appId }), fields))
      return c.json({ data: answers, paging, ...total })
    })
    .post('/:id/message_templates', async (c) => {
      const account = accountOf(c)
      const parameters = await readParameters(c)
      const { id, status, category } = create(world, { account, parameters })
      return c.json({ id, status, category })
    })
    .delete('/:id/message_templates', async (c) => {
      const account = accountOf(c)
      const parameters = await readParameters(c)
      for (const template of named(world, { account, parameters })) remove(world, template)
      return c.json({ success: true })
    })
    .post('/:id/upsert_message_templates', async (c) => {
      const account = accountOf(c)
      const parameters = await readParameters(c)
      return c.json({ data: upsert(world, { account, parameters }) })
    })
}

type Asked = { account: BusinessAccount; parameters: Parameters }

function create(world: World, { account, parameters }: Asked): Template {
  if (textOf(parameters.library_template_name)) {
    const values = fromLibrary(parameters)
    requireRoom(world, { account, name: values.name, language: values.language })
    const made = addTemplate(world, { ...values, accountId: account.id, status: 'APPROVED' })
    void sendTemplateStatus(world, made, { event: 'APPROVED' })
    return made
  }
  const values = validateTemplate(world, parameters)
  requireRoom(world, { account, name: values.name, language: values.language })
  const made = addTemplate(world, { ...values, accountId: account.id, category: categoryOf(values) })
  submitForReview(world, made)
  return made
}

/** Authentication templates in many languages at once: made or changed, and approved. */
function upsert(world: World, { account, parameters }: Asked) {
  const name = checkName(parameters)
  if (String(parameters.category).toUpperCase() !== 'AUTHENTICATION') {
    throw graphError(100, { message: 'Param category must be one of {AUTHENTICATION}' })
  }
  const languages = textsOf(parameters.languages).map(checkLanguage)
  if (languages.length === 0) throw parameterRequired('languages')
  return languages.map((language) => {
    const asked = {
      components: parameters.components,
      category: 'AUTHENTICATION',
      language,
      format: 'POSITIONAL',
    } as const
    const components = validateComponents(world, asked)
    const known = templatesOf(world, account.id).find((one) => one.name === name && one.language === language)
    if (known) {
      known.components = components
      known.editedAt.push(world.now())
      return { id: known.id, status: known.status, language }
    }
    requireRoom(world, { account, name, language })
    const made = addTemplate(world, { accountId: account.id, name, language, category: 'AUTHENTICATION', components })
    void sendTemplateStatus(world, made, { event: 'APPROVED' })
    return { id: made.id, status: made.status, language }
  })
}

/** By name in all languages, or the one with `hsm_id`. @throws 100 with subcode 2593002 */
function named(world: World, { account, parameters }: Asked): Template[] {
  const name = requiredText(parameters, 'name')
  const id = textOf(parameters.hsm_id)
  const found = templatesOf(world, account.id).filter(
    (one) => one.name === name && one.status !== 'PENDING_DELETION' && (id === undefined || one.id === id),
  )
  if (found.length > 0) return found
  const message = 'The message template does not exist.'
  throw graphError(100, {
    title: 'Invalid parameter',
    subcode: 2593002,
    details: message,
    user: { title: 'Message Template Not Found', message },
  })
}

function remove(world: World, template: Template): void {
  const account = world.state.accounts[template.accountId]
  if (account && template.status === 'APPROVED') account.deletedTemplates[template.name] = world.now()
  const isWaiting = isUnderWay(world, template)
  template.status = isWaiting ? 'PENDING_DELETION' : 'DELETED'
  if (isWaiting) {
    world.schedule(world.now() + MONTH, () => {
      if (template.status === 'PENDING_DELETION') template.status = 'DELETED'
    })
  }
  void sendTemplateStatus(world, template, { event: template.status })
}

/** Every filter narrows; names and contents match in part, as with Meta. */
function filtered(templates: Template[], parameters: Parameters): Template[] {
  const has = (text: string | undefined, part: string) => (text ?? '').toLowerCase().includes(part.toLowerCase())
  const contentOf = ({ components }: Template) => components.map(({ text }) => String(text ?? '')).join('\n')
  const filters: Record<string, (template: Template, values: string[], text: string) => boolean> = {
    name: ({ name }, _, text) => has(name, text),
    content: (template, _, text) => has(contentOf(template), text),
    name_or_content: (template, _, text) => has(template.name, text) || has(contentOf(template), text),
    status: ({ status }, values) => values.includes(status),
    category: ({ category }, values) => values.includes(category),
    language: ({ language }, values) => values.some((one) => one.toLowerCase() === language.toLowerCase()),
    quality_score: ({ quality }, values) => values.includes(quality),
    parameter_format: ({ parameterFormat }, values) => values.includes(parameterFormat),
  }
  let result = templates
  for (const [name, isWanted] of Object.entries(filters)) {
    const text = textOf(parameters[name])
    if (!text) continue
    const values = textsOf(text).flatMap((one) => (name === 'language' ? one : one.toUpperCase()))
    result = result.filter((template) => isWanted(template, values, text))
  }
  return result
}
