import { z } from 'zod'

export const verticals = [
  ...['OTHER', 'AUTO', 'BEAUTY', 'APPAREL', 'EDU', 'ENTERTAIN', 'EVENT_PLAN', 'FINANCE', 'GROCERY', 'GOVT', 'HOTEL'],
  ...['HEALTH', 'NONPROFIT', 'PROF_SERVICES', 'RETAIL', 'TRAVEL', 'RESTAURANT', 'ALCOHOL', 'ONLINE_GAMBLING'],
  ...['PHYSICAL_GAMBLING', 'OTC_DRUGS'],
] as const

/** What customers see when they tap the business' name. Null or empty: not filled in. */
export const businessProfileSchema = z
  .object({
    about: z.string().nullable(),
    address: z.string().nullable(),
    description: z.string().nullable(),
    email: z.string().nullable(),
    vertical: z.string().nullable(),
    websites: z.array(z.string()),
    pictureUrl: z.string().nullable().meta({ description: 'Meta’s address; it changes' }),
  })
  .meta({ id: 'BusinessProfile' })

const atMost = (length: number) => z.string().trim().max(length, `Use at most ${length} characters.`)

/** What is left out stays as it is. */
export const updateProfileSchema = z
  .strictObject({
    about: atMost(139).min(1, 'WhatsApp does not take an empty line here.'),
    address: atMost(256),
    description: atMost(512),
    email: z.union([z.literal(''), z.email('This is not an e-mail address.').max(128, 'Use at most 128 characters.')]),
    vertical: z.enum(verticals),
    websites: z
      .array(
        z
          .url({ protocol: /^https?$/, error: 'A website starts with https:// or http://.' })
          .max(256, 'Use at most 256 characters.'),
      )
      .max(2, 'WhatsApp shows at most two websites.'),
    pictureMediaId: z
      .string()
      .regex(/^med_[0-9a-z]{26}$/, 'A media id looks like med_01h….')
      .meta({ description: 'Of `POST /api/media`: a JPEG or PNG of at most 5 MB, square, 640 × 640 at best' }),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'Say what to change.')

export const PICTURE_MAX_BYTES = 5 * 1024 * 1024
export const pictureTypes = ['image/jpeg', 'image/png'] as const
