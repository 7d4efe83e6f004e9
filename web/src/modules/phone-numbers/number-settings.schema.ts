import { updatePhoneNumberSchema } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { z } from 'zod'

const { name, accessToken, appSecret } = updatePhoneNumberSchema.shape

/** An empty secret is none: the one in use stays. */
export const numberSettingsSchema = z.object({
  name: name.unwrap(),
  accessToken: z.union([z.literal(''), accessToken.unwrap()]),
  appSecret: z.union([z.literal(''), appSecret.unwrap()]),
})
