import { Hono } from 'hono'
import { addTemplate } from '../core/entities'
import type { Template, TemplateStatus } from '../core/state'
import type { World } from '../core/world'
import { sendTemplateStatus } from '../webhooks/template-fields'
import { accountFor, type GraphContext, type GraphEnv } from './auth'
import { readParameters } from './body'
import { graphError, parameterRequired } from './errors'
import { pageOf } from './paging'
import { requiredText, textOf, textsOf, wholeNumberOf } from './parameters'
import { searchLibrary, shownInLibrary } from './template-library'
import { templatesOf } from './template-node'
import { bodyText, wordsIn } from './template-validation/authentication'
import { checkLanguage } from './template-validation/validate-template'

const MOST_ARCHIVED = 100
const SCOPE = 'whatsapp_business_management'

/** Beside making templates: the library, previews, moving them to another account, the archive. */
export function templateToolsRoutes(world: World): Hono<GraphEnv> {
  const accountOf = (c: GraphContext) => accountFor(world, c, { id: c.req.param('id') ?? '', scope: SCOPE })
  const library = (c: GraphContext) => {
    const parameters = c.req.query()
    const items = searchLibrary(parameters)
    const { data, paging } = pageOf(c, { items, keyOf: ({ name }) => name, parameters })
    const language = textOf(parameters.language) ?? 'en_US'
    return c.json({ data: data.map((one) => shownInLibrary(one, language)), paging })
  }

  return new Hono<GraphEnv>()
    .get('/message_template_library', library)
    .get('/:id/message_template_library', (c) => {
      accountOf(c)
      return library(c)
    })
    .get('/:id/message_template_previews', (c) => {
      accountOf(c)
      const parameters = c.req.query()
      if (requiredText(parameters, 'category').toUpperCase() !== 'AUTHENTICATION') {
        throw graphError(100, { message: 'Param category must be one of {AUTHENTICATION}' })
      }
      const asked = textsOf(parameters.languages ?? parameters.language).map(checkLanguage)
      const minutes = wholeNumberOf(parameters.code_expiration_minutes)
      const hasAdvice = parameters.add_security_recommendation === 'true'
      const data = (asked.length > 0 ? asked : ['en_US', 'es_ES', 'pt_BR', 'fr']).map((language) => {
        const words = wordsIn(language)
        return {
          body: bodyText(language, hasAdvice),
          buttons: [{ autofill_text: words.autofill, text: words.copy }],
          ...(minutes !== undefined && { footer: words.footer(minutes) }),
          language,
        }
      })
      return c.json({ data })
    })
    .post('/:id/migrate_message_templates', async (c) => {
      const account = accountOf(c)
      const sourceId = requiredText(await readParameters(c), 'source_waba_id')
      const source = accountFor(world, c, { id: sourceId, scope: SCOPE })
      const migrated: string[] = []
      const failed: Record<string, string> = {}
      for (const template of templatesOf(world, source.id)) {
        const problem = problemOf(world, { template, accountId: account.id })
        if (problem) {
          failed[template.id] = problem
          continue
        }
        const { id: _, ...values } = structuredClone(template)
        migrated.push(addTemplate(world, { ...values, accountId: account.id, createdAt: world.now() }).id)
      }
      return c.json({ migrated_templates: migrated, failed_templates: failed })
    })
    .post('/:id/message_templates/archive', async (c) => {
      const { done, failed } = await move(world, {
        c,
        from: ['APPROVED', 'REJECTED', 'PAUSED', 'DISABLED'],
        to: 'ARCHIVED',
      })
      return c.json({ archived_templates: done, failed_templates: failed })
    })
    .post('/:id/message_templates/unarchive', async (c) => {
      const { done, failed } = await move(world, { c, from: ['ARCHIVED'], to: 'APPROVED' })
      return c.json({ unarchived_templates: done, failed_templates: failed })
    })
}

/** Only approved ones of good quality move, and only where their name is free. */
function problemOf(
  world: World,
  { template, accountId }: { template: Template; accountId: string },
): string | undefined {
  if (template.status !== 'APPROVED') return 'Template is not approved.'
  if (template.quality === 'RED' || template.quality === 'YELLOW') return 'Template quality is too low.'
  const isTaken = templatesOf(world, accountId).some(
    ({ name, language }) => name === template.name && language === template.language,
  )
  return isTaken ? 'Template already exists in the destination account.' : undefined
}

type Move = { c: GraphContext; from: TemplateStatus[]; to: TemplateStatus }

async function move(world: World, { c, from, to }: Move): Promise<{ done: string[]; failed: Record<string, string> }> {
  const account = accountFor(world, c, { id: c.req.param('id') ?? '', scope: SCOPE })
  const ids = textsOf((await readParameters(c)).hsm_ids)
  if (ids.length === 0) throw parameterRequired('hsm_ids')
  if (ids.length > MOST_ARCHIVED) {
    throw graphError(100, { message: `Param hsm_ids must have at most ${MOST_ARCHIVED} elements.` })
  }
  const done: string[] = []
  const failed: Record<string, string> = {}
  for (const id of ids) {
    const template = templatesOf(world, account.id).find((one) => one.id === id)
    if (!template) failed[id] = 'Template does not exist.'
    else if (!from.includes(template.status)) failed[id] = `Template is ${template.status}.`
    else {
      template.status = to
      done.push(id)
      void sendTemplateStatus(world, template, { event: to })
    }
  }
  return { done, failed }
}
