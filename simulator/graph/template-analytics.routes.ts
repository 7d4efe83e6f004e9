import { Hono } from 'hono'
import type { StoredMessage } from '../core/state'
import type { World } from '../core/world'
import { deliveredAt, messagesOf, type Sent, sentAt } from './analytics'
import { type Bucket, bucketsOf, readSpan } from './analytics-span'
import { accountFor, type GraphEnv } from './auth'
import { graphError, parameterRequired } from './errors'
import { pageOf } from './paging'
import { isRecord, oneOf, textsOf } from './parameters'
import { priceOf } from './rates'

const MOST_TEMPLATES = 10
const LOOK_BACK = 90 * 24 * 3600_000
const METRICS = ['COST', 'CLICKED', 'DELIVERED', 'READ', 'SENT']

/** What became of the messages of some templates, day by day. */
export function templateAnalyticsRoutes(world: World): Hono<GraphEnv> {
  return new Hono<GraphEnv>().get('/:id/template_analytics', (c) => {
    const account = accountFor(world, c, { id: c.req.param('id'), scope: 'whatsapp_business_management' })
    const parameters = c.req.query()
    if (!account.hasTemplateInsights) {
      throw graphError(200007, { details: 'Enable template insights on the account first (is_enabled_for_insights).' })
    }
    const span = readSpan({ granularity: 'DAILY', ...parameters }, { DAILY: 'DAY' })
    if (span.start < world.now() - LOOK_BACK) {
      throw graphError(200005, { details: 'Insights of templates go back 90 days.' })
    }
    const ids = textsOf(parameters.template_ids)
    if (ids.length === 0) throw parameterRequired('template_ids')
    if (ids.length > MOST_TEMPLATES) {
      throw graphError(100, { message: `Param template_ids must have at most ${MOST_TEMPLATES} elements.` })
    }
    const unknown = ids.find((id) => world.state.templates[id]?.accountId !== account.id)
    if (unknown) throw graphError(100, { message: `Template ${unknown} does not belong to this account.` })
    const metrics = textsOf(parameters.metric_types).map((metric) => oneOf('metric_types', metric, METRICS))
    const all = messagesOf(world, account.id)
    const points = ids.flatMap((id) => bucketsOf(span).flatMap((bucket) => pointOf({ id, bucket, all, metrics }) ?? []))
    const { data, paging } = pageOf(c, {
      items: points,
      keyOf: ({ template_id, start }) => `${template_id}.${start}`,
      parameters,
      size: 100,
    })
    return c.json({ data: [{ granularity: 'DAILY', product_type: 'cloud_api', data_points: data }], paging })
  })
}

type Asked = { id: string; bucket: Bucket; all: Sent[]; metrics: string[] }

function pointOf({ id, bucket, all, metrics }: Asked) {
  const isIn = (at: number | null | undefined) => at != null && at >= bucket.start && at < bucket.end
  const own = all.map(({ message }) => message).filter(({ templateId }) => templateId === id)
  const sent = own.filter((message) => isIn(sentAt(message)))
  const delivered = own.filter((message) => isIn(deliveredAt(message)))
  const read = own.filter(({ statusAt }) => isIn(statusAt.read ?? statusAt.played))
  const clicked = clicksOn(new Set(own.map((message) => message.id)), { all, isIn })
  if (sent.length + delivered.length + read.length + clicked.length === 0) return undefined
  const has = (metric: string) => metrics.length === 0 || metrics.includes(metric)
  const spent = priceOf(delivered)
  const cost = [
    { type: 'amount_spent', value: spent },
    ...(delivered.length > 0 ? [{ type: 'cost_per_delivered', value: round(spent / delivered.length) }] : []),
  ]
  return {
    template_id: id,
    start: bucket.start / 1000,
    end: bucket.end / 1000,
    ...(has('SENT') && { sent: sent.length }),
    ...(has('DELIVERED') && { delivered: delivered.length }),
    ...(has('READ') && { read: read.length }),
    ...(has('CLICKED') && clicked.length > 0 && { clicked }),
    ...(has('COST') && { cost }),
  }
}

const round = (value: number) => Math.round(value * 10_000) / 10_000

/** Quick replies that customers tapped. Taps on links stay on their phones. */
function clicksOn(ids: Set<string>, { all, isIn }: { all: Sent[]; isIn: (at: number) => boolean }) {
  const counts = new Map<string, number>()
  for (const { message } of all) {
    if (message.direction !== 'inbound' || message.type !== 'button' || !isIn(message.at)) continue
    const text = repliedWith(message, ids)
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts].map(([text, count]) => ({ type: 'quick_reply_button', button_content: text, count }))
}

function repliedWith({ payload }: StoredMessage, ids: Set<string>): string | undefined {
  const { context, button } = payload
  if (!isRecord(context) || typeof context.id !== 'string' || !ids.has(context.id)) return undefined
  return isRecord(button) && typeof button.text === 'string' ? button.text : undefined
}
