import { addTemplate } from '../core/entities'
import type { Template } from '../core/state'
import { at } from '../test/business'
import { HANDLE, type TemplateName, type TemplateSample, templates } from './samples/templates'
import { type Business, type GraphRequest, type Json, type MediaKind, sampleFile, type Target } from './target'

/** POST /messages with the parts that every message has. */
export const createMessage = ({ numberId, recipient }: Target, parts: Json): GraphRequest => ({
  path: `/${numberId}/messages`,
  body: { messaging_product: 'whatsapp', recipient_type: 'individual', to: `+${recipient}`, ...parts },
})

/** A text that was sent a moment ago. @returns its id */
export async function idOfText(target: Target): Promise<string> {
  const { json } = await target.call(createMessage(target, { type: 'text', text: { body: 'Hello' } }))
  return String(at(json, 'messages', 0, 'id'))
}

export const template = (name: TemplateName, components?: unknown): Json => ({
  type: 'template',
  template: { name, language: { code: 'en_US' }, ...(components !== undefined && { components }) },
})

const CATEGORIES = { marketing: 'MARKETING', utility: 'UTILITY', authentication: 'AUTHENTICATION' } as const
const categoryOf = ({ category }: TemplateSample): Template['category'] => {
  const found = Object.entries(CATEGORIES).find(([key]) => key === category.toLowerCase())
  if (!found) throw new Error(`no category ${category}`)
  return found[1]
}

/** A template as it is once it has been reviewed. */
export const withTemplate =
  (name: TemplateName, change: Partial<Template> = {}) =>
  ({ world, account }: Business): Template => {
    const sample: TemplateSample = templates[name]
    return addTemplate(world, {
      ...{ accountId: account.id, name, language: sample.language, category: categoryOf(sample) },
      components: sample.components,
      parameterFormat: sample.parameter_format === 'named' ? 'NAMED' : 'POSITIONAL',
      ...change,
    })
  }

/** Uploads a sample in the resumable way. @returns its handle */
export async function handleOf({ call, business: { app } }: Target, kind: MediaKind): Promise<string> {
  const file = sampleFile(kind)
  const path = `/${app.id}/uploads?file_name=${file.name}&file_length=${file.size}&file_type=${file.type}`
  const { json } = await call({ method: 'POST', path })
  const body = new Uint8Array(await file.arrayBuffer())
  return String((await call({ path: `/${json.id}`, body, headers: { file_offset: '0' } })).json.h)
}

/** POST /message_templates, with handles of samples that were really uploaded. */
export async function createTemplate(target: Target, sample: Json): Promise<GraphRequest> {
  const isDocument = JSON.stringify(sample).includes('DOCUMENT')
  const text = JSON.stringify(sample)
  const handle = text.includes(HANDLE) ? await handleOf(target, isDocument ? 'document' : 'image') : ''
  return { path: `/${target.accountId}/message_templates`, body: JSON.parse(text.replaceAll(HANDLE, handle)) }
}
