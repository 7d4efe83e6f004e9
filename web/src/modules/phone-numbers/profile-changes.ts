import type {
  businessProfileSchema,
  updateProfileSchema,
  verticals,
} from '@worker/modules/phone-numbers/profile.schemas'
import type { z } from 'zod'

export type BusinessProfile = z.infer<typeof businessProfileSchema>
export type Vertical = (typeof verticals)[number]
export type ProfileFields = {
  about: string
  description: string
  address: string
  email: string
  vertical: string
  website: string
  secondWebsite: string
}
export type ProfileChanges = z.input<typeof updateProfileSchema>

/** @param known the industries that can be chosen; Meta also has `UNDEFINED` */
export function toFields(profile: BusinessProfile, known: readonly string[]): ProfileFields {
  const vertical = profile.vertical ?? ''
  return {
    about: profile.about ?? '',
    description: profile.description ?? '',
    address: profile.address ?? '',
    email: profile.email ?? '',
    vertical: known.includes(vertical) ? vertical : '',
    website: profile.websites[0] ?? '',
    secondWebsite: profile.websites[1] ?? '',
  }
}

/** Only what differs: what is left out stays as it is at Meta. Null: nothing. */
export function changesOf(before: ProfileFields, after: ProfileFields): ProfileChanges | null {
  const changes: Record<string, unknown> = {}
  for (const name of ['about', 'description', 'address', 'email'] as const)
    if (before[name] !== after[name]) changes[name] = after[name]
  if (before.vertical !== after.vertical && after.vertical !== '') changes.vertical = after.vertical
  if (before.website !== after.website || before.secondWebsite !== after.secondWebsite)
    changes.websites = [after.website, after.secondWebsite].filter((address) => address !== '')
  return Object.keys(changes).length > 0 ? changes : null
}
