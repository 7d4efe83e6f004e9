import { z } from 'zod'

export const fieldTypes = ['text', 'number', 'date', 'choice', 'boolean'] as const
export type FieldType = (typeof fieldTypes)[number]

/** What a workspace keeps about people beside what everybody has. Values are in a contact's `fields` under `key`. */
export const customFieldSchema = z
  .object({
    id: z.string(),
    key: z.string().meta({ description: 'Never changes: what the API, files and templates say' }),
    label: z.string(),
    /** `date`: `YYYY-MM-DD`; `choice`: one of `options`. */
    type: z.enum(fieldTypes),
    options: z.array(z.string()).nullable().meta({ description: 'Of a choice' }),
    position: z.number().int(),
  })
  .meta({ id: 'CustomField' })
export type CustomField = z.infer<typeof customFieldSchema>
export const customFieldListSchema = z.object({ items: z.array(customFieldSchema) }).meta({ id: 'CustomFieldList' })

const label = z.string().trim().min(1).max(60)
const options = z
  .array(z.string().trim().min(1).max(100))
  .min(1)
  .max(100)
  .refine((all) => new Set(all).size === all.length, 'Each option stands once.')

export const newCustomFieldSchema = z
  .strictObject({
    /** The label unless given. */
    key: z.string().trim().min(1).max(60).optional(),
    label,
    type: z.enum(fieldTypes),
    options: options.optional(),
  })
  .refine(({ type, options: given }) => (type === 'choice') === (given !== undefined), {
    path: ['options'],
    message: 'A choice has options, and nothing else has.',
  })
export type NewCustomField = z.output<typeof newCustomFieldSchema>

export const changeCustomFieldSchema = z
  .strictObject({ label, options, type: z.enum(fieldTypes), position: z.number().int().min(0).max(200) })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'Say what to change.')
export type CustomFieldChange = z.output<typeof changeCustomFieldSchema>

export const deleteFieldQuerySchema = z.object({
  values: z.enum(['keep', 'delete']).default('keep').meta({
    description: 'What people have under it: kept as plain fields, or deleted with it',
  }),
})
