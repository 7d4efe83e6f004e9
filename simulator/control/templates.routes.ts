import { Hono } from 'hono'
import { z } from 'zod'
import { addTemplate } from '../core/entities'
import type { World } from '../core/world'
import {
  changeTemplateCategory,
  decideReview,
  disableTemplate,
  pauseTemplate,
  sendTemplateComponents,
  setTemplateQuality,
  unpauseTemplate,
} from '../webhooks/template-fields'
import { type Control, ControlError, findIn, note, readJson } from './request'

const category = z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION'])

const newTemplate = z.object({
  accountId: z.string(),
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, 'A template’s name has small letters, digits and underscores.'),
  language: z.string().default('en_US'),
  category: category.default('UTILITY'),
  status: z.enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']).default('APPROVED'),
  parameterFormat: z.enum(['POSITIONAL', 'NAMED']).default('POSITIONAL'),
  components: z.array(z.record(z.string(), z.unknown())).min(1, 'A template needs at least a body.'),
})

const change = z.discriminatedUnion(
  'do',
  [
    z.strictObject({ do: z.literal('approve') }),
    z.strictObject({ do: z.literal('reject'), reason: z.string().optional() }),
    z.strictObject({ do: z.literal('pause') }),
    z.strictObject({ do: z.literal('unpause') }),
    z.strictObject({ do: z.literal('disable') }),
    z.strictObject({ do: z.literal('quality'), quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']) }),
    /** Announced and done a day later, or at once. */
    z.strictObject({ do: z.literal('category'), category, atOnce: z.boolean().default(false) }),
    z.strictObject({ do: z.literal('components') }),
  ],
  'do is one of approve, reject, pause, unpause, disable, quality, category, components.',
)

/** Templates without the wait for a review, and what Meta does to them; the business is told of each. */
export function templateRoutes(control: Control): Hono {
  const { world } = control
  return new Hono()
    .get('/templates', (c) => {
      const accountId = c.req.query('accountId')
      const all = Object.values(world.state.templates)
      return c.json({ templates: all.filter((one) => accountId === undefined || one.accountId === accountId) })
    })
    .post('/templates', async (c) => {
      const values = await readJson(c, newTemplate)
      findIn(world.state.accounts, values.accountId, 'business account')
      const { accountId, name, language } = values
      const taken = Object.values(world.state.templates).some(
        (one) => one.accountId === accountId && one.name === name && one.language === language,
      )
      if (taken) throw new ControlError(409, `There is a template ${name} in ${language} already.`)
      const template = addTemplate(world, values)
      note(control, 'template', `${template.name} (${template.language}) is ${template.status.toLowerCase()}`)
      return c.json(template, 201)
    })
    .patch('/templates/:id', async (c) => {
      const template = findIn(world.state.templates, c.req.param('id'), 'template')
      const wanted = await readJson(c, change)
      void carryOut(world, template.id, wanted)
      note(control, 'template', `${template.name} (${template.language}): ${wanted.do}`, { payload: wanted })
      return c.json(template)
    })
}

function carryOut(world: World, id: string, wanted: z.infer<typeof change>): Promise<void> {
  switch (wanted.do) {
    case 'approve':
      return decideReview(world, id, { result: 'APPROVED' })
    case 'reject':
      return decideReview(world, id, { result: 'REJECTED', reason: wanted.reason ?? null })
    case 'pause':
      return pauseTemplate(world, id)
    case 'unpause':
      return unpauseTemplate(world, id)
    case 'disable':
      return disableTemplate(world, id)
    case 'quality':
      return setTemplateQuality(world, id, wanted.quality)
    case 'category':
      return changeTemplateCategory(world, id, wanted)
    case 'components':
      return sendTemplateComponents(world, id)
  }
}
