import { Hono } from 'hono'
import type { World } from '../core/world'
import { type GraphContext, type GraphEnv, numberFor } from './auth'
import { readParameters } from './body'
import { graphError } from './errors'
import { automationOf } from './number-node'
import { atMost, flagOf, type Parameters, recordsOf, requiredText, textOf, textsOf } from './parameters'

const EMOJI = /\p{Extended_Pictographic}/u
const MAX = { prompts: 4, prompt: 80, commands: 30, command: 32, hint: 256 }

/** What a number offers beside messages: ice breakers, commands, catalog, username, the blue badge. */
export function numberExtrasRoutes(world: World): Hono<GraphEnv> {
  const numberOf = (c: GraphContext) =>
    numberFor(world, c, { id: c.req.param('id') ?? '', scope: 'whatsapp_business_management' })

  return new Hono<GraphEnv>()
    .get('/:id/conversational_automation', (c) => c.json(automationOf(numberOf(c))))
    .post('/:id/conversational_automation', async (c) => {
      const number = numberOf(c)
      number.automation = { ...number.automation, ...checkedAutomation(await readParameters(c)) }
      return c.json({ success: true })
    })
    .get('/:id/whatsapp_commerce_settings', (c) => {
      const { commerce, id } = numberOf(c)
      const { isCartEnabled, isCatalogVisible } = commerce
      return c.json({ data: [{ is_cart_enabled: isCartEnabled, is_catalog_visible: isCatalogVisible, id }] })
    })
    .post('/:id/whatsapp_commerce_settings', async (c) => {
      const number = numberOf(c)
      const parameters = await readParameters(c)
      number.commerce = {
        isCartEnabled: flagOf(parameters.is_cart_enabled) ?? number.commerce.isCartEnabled,
        isCatalogVisible: flagOf(parameters.is_catalog_visible) ?? number.commerce.isCatalogVisible,
      }
      return c.json({ success: true })
    })
    .get('/:id/official_business_account', (c) => c.json({ oba_status: numberOf(c).officialStatus }))
    .post('/:id/official_business_account', async (c) => {
      const number = numberOf(c)
      const parameters = await readParameters(c)
      for (const name of ['business_website_url', 'primary_country_of_operation']) requiredText(parameters, name)
      if (textsOf(parameters.supporting_links).length > 5) {
        throw graphError(100, { message: 'Param supporting_links must have at most 5 elements.' })
      }
      number.officialStatus = 'PENDING'
      return c.json({ success: true })
    })
    .get('/:id/username', (c) => {
      const { username } = numberOf(c)
      return c.json(username ? { username: username.name, status: username.status } : {})
    })
    .post('/:id/username', async (c) => {
      const number = numberOf(c)
      const name = requiredText(await readParameters(c), 'username')
      if (!isUsername(name)) throw graphError(147001, { details: 'The username format is not valid.' })
      const others = Object.values(world.state.numbers).filter(({ id }) => id !== number.id)
      if (others.some(({ username }) => username?.name === name)) {
        throw graphError(147002, { details: 'The username is not available.' })
      }
      // A name is approved at once when it is the display name; others stay reserved until somebody looks at them.
      const isOwn = name.replace(/[._]/g, '') === number.verifiedName.toLowerCase().replace(/[^a-z0-9]/g, '')
      number.username = { name, status: isOwn ? 'approved' : 'reserved' }
      return c.json({ status: number.username.status })
    })
    .delete('/:id/username', (c) => {
      numberOf(c).username = null
      return c.json({ success: true })
    })
    .get('/:id/username_suggestions', (c) => {
      const base = numberOf(c)
        .verifiedName.toLowerCase()
        .replace(/[^a-z0-9]+/g, '_')
        .replace(/^_|_$/g, '')
      return c.json({
        data: [base, `${base}_official`, `${base.replaceAll('_', '.')}`].map((username) => ({ username })),
      })
    })
}

const isUsername = (name: string) =>
  /^[a-z0-9._]{3,35}$/.test(name) && /[a-z]/.test(name) && !/^www|^[._]|[._]$|\.\./.test(name)

function checkedAutomation(parameters: Parameters): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  const isWelcoming = flagOf(parameters.enable_welcome_message)
  if (isWelcoming !== undefined) result.enable_welcome_message = isWelcoming
  if (parameters.prompts !== undefined) {
    const prompts = textsOf(parameters.prompts)
    requireCount('prompts', prompts.length, MAX.prompts)
    for (const prompt of prompts) plainText('prompts', prompt, MAX.prompt)
    result.prompts = prompts
  }
  if (parameters.commands !== undefined) {
    const commands = recordsOf(parameters.commands)
    requireCount('commands', commands.length, MAX.commands)
    for (const command of commands) {
      plainText('command_name', requiredText(command, 'command_name'), MAX.command)
      plainText('command_description', textOf(command.command_description) ?? '', MAX.hint)
    }
    result.commands = commands
  }
  return result
}

function requireCount(name: string, count: number, most: number): void {
  if (count > most) throw graphError(100, { message: `Param ${name} must have at most ${most} elements.` })
}

function plainText(name: string, text: string, most: number): void {
  atMost(name, text, most)
  if (EMOJI.test(text)) throw graphError(100, { message: `Param ${name} must not contain emojis.` })
}
