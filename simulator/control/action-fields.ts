import { z } from 'zod'
import { actionSchema } from './action.schemas'

/** What a customer can do → its fields, as JSON Schema. */
export const actionFields = (): Record<string, unknown> =>
  Object.fromEntries(
    actionSchema.options.map((option) => {
      const { properties, required = [] } = z.toJSONSchema(option, { io: 'input', unrepresentable: 'any' })
      return [option.shape.type.value, { properties, required }]
    }),
  )
