import { Hono } from 'hono'
import type { Template } from '../core/state'
import type { World } from '../core/world'
import { sendTemplateComponents } from '../webhooks/template-fields'
import { accountFor, type GraphContext, type GraphEnv, maySee } from './auth'
import { readParameters } from './body'
import { graphError, noSuchObject, parameterRequired } from './errors'
import { answerNode, askedFields } from './fields'
import { oneOf, type Parameters, textsOf, wholeNumberOf } from './parameters'
import { templateNode } from './template-node'
import { submitForReview } from './template-review'
import { requireEditable } from './template-rules'
import { CATEGORIES, checkTtl, validateComponents } from './template-validation/validate-template'

const DAY = 24 * 3600
const SPANS = [7, 30, 60, 90]
/** Sends that a comparison needs. */
const ENOUGH_SENDS = 1000

/** One template: read, edit, compare with another. */
export function templateRoutes(world: World): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/:id/compare', (c) => c.json({ data: comparison(world, { c, template: templateFor(world, c) }) }))
    .get('/:id', (c, next) => {
      if (!Object.hasOwn(world.state.templates, c.req.param('id'))) return next()
      const template = templateFor(world, c)
      const node = templateNode(world, { template, appId: c.get('token').appId })
      return c.json(answerNode(node, askedFields(c.req.query())))
    })
    .post('/:id', async (c, next) => {
      if (!Object.hasOwn(world.state.templates, c.req.param('id'))) return next()
      const template = templateFor(world, c)
      edit(world, { template, parameters: await readParameters(c) })
      return c.json({ success: true })
    })
}

function templateFor(world: World, c: GraphContext): Template {
  const id = c.req.param('id') ?? ''
  const template = world.state.templates[id]
  if (!template || template.status === 'DELETED' || !maySee(c.get('token'), template.accountId)) {
    throw noSuchObject({ verb: c.req.method, id })
  }
  accountFor(world, c, { id: template.accountId, scope: 'whatsapp_business_management' })
  return template
}

/** Components are replaced as a whole, and looked at again; a time to live alone is not. */
function edit(world: World, { template, parameters }: { template: Template; parameters: Parameters }): void {
  const { category, components, message_send_ttl_seconds: ttl } = parameters
  if (category === undefined && components === undefined && ttl === undefined) throw parameterRequired('components')
  const now = world.now()
  requireEditable(template, { now, category })
  const newCategory = category === undefined ? template.category : oneOf('category', category, CATEGORIES)
  const ttlSeconds = ttl === undefined ? template.ttlSeconds : checkTtl(ttl, newCategory)
  const { language, parameterFormat: format } = template
  const checked =
    components === undefined
      ? template.components
      : validateComponents(world, { components, category: newCategory, language, format })
  Object.assign(template, { category: newCategory, components: checked, ttlSeconds })
  if (components === undefined && category === undefined) return
  template.editedAt.push(now)
  submitForReview(world, template)
  if (components !== undefined) void sendTemplateComponents(world, template.id)
}

/** Two templates of one account over 7, 30, 60 or 90 days. @throws 100 */
function comparison(world: World, { c, template }: { c: GraphContext; template: Template }) {
  const parameters = c.req.query()
  const [otherId, more] = textsOf(parameters.template_ids)
  if (otherId === undefined) throw parameterRequired('template_ids')
  const other = world.state.templates[otherId]
  if (more !== undefined || other?.accountId !== template.accountId) {
    throw graphError(100, { message: 'Param template_ids must be one template of the same account.' })
  }
  const start = wholeNumberOf(parameters.start)
  const end = wholeNumberOf(parameters.end)
  if (start === undefined) throw parameterRequired('start')
  if (end === undefined) throw parameterRequired('end')
  if (!SPANS.some((days) => Math.abs(end - start - days * DAY) < 2)) {
    throw graphError(100, { message: `The span must be ${SPANS.join(', ')} days.` })
  }
  const sends = [template.id, other.id].map((key) => ({
    key,
    value: Object.values(world.state.messages).filter(
      ({ templateId, at }) => templateId === key && at >= start * 1000 && at < end * 1000,
    ).length,
  }))
  if (sends.some(({ value }) => value < ENOUGH_SENDS)) {
    throw graphError(100, { message: `Both templates must have been sent at least ${ENOUGH_SENDS} times.` })
  }
  const keys = sends.map(({ key }) => key)
  return [
    { metric: 'BLOCK_RATE', type: 'RELATIVE', order_by_relative_metric: keys },
    { metric: 'MESSAGE_SENDS', type: 'NUMBER_VALUES', number_values: sends },
    {
      metric: 'TOP_BLOCK_REASON',
      type: 'STRING_VALUES',
      string_values: keys.map((key) => ({ key, value: 'UNKNOWN_BLOCK_REASON' })),
    },
  ]
}
