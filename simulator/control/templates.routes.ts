import { Hono } from 'hono'
import { z } from 'zod'
import { addTemplate } from '../core/entities'
import { type Control, findIn, note, readJson } from './request'

const newTemplate = z.object({
  accountId: z.string(),
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, 'A name has small letters, digits and underscores.'),
  language: z.string().default('en_US'),
  category: z.enum(['MARKETING', 'UTILITY', 'AUTHENTICATION']).default('UTILITY'),
  status: z.enum(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']).default('APPROVED'),
  parameterFormat: z.enum(['POSITIONAL', 'NAMED']).default('POSITIONAL'),
  components: z.array(z.record(z.string(), z.unknown())).min(1, 'A template needs at least a body.'),
})

/** Templates without the wait for a review, and what Meta does to them. */
export function templateRoutes(control: Control): Hono {
  const { world } = control
  return new Hono()
    .get('/templates', (c) => c.json({ templates: Object.values(world.state.templates) }))
    .post('/templates', async (c) => {
      const values = await readJson(c, newTemplate)
      findIn(world.state.accounts, values.accountId, 'business account')
      const template = addTemplate(world, values)
      note(control, 'template', `${template.name} (${template.language}) is ${template.status.toLowerCase()}`)
      return c.json(template, 201)
    })
}
