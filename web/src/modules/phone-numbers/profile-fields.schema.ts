import { updateProfileSchema, verticals } from '@worker/modules/phone-numbers/profile.schemas'
import { z } from 'zod'

const { about, address, description, email, websites } = updateProfileSchema.shape
const website = z.union([z.literal(''), websites.unwrap().element])

/** The profile as a form has it: one text a field, empty where nothing is said. */
export const profileFieldsSchema = z.object({
  about: z.union([z.literal(''), about.unwrap()]),
  description: description.unwrap(),
  address: address.unwrap(),
  email: email.unwrap(),
  vertical: z.union([z.literal(''), z.enum(verticals)]),
  website,
  secondWebsite: website,
})
