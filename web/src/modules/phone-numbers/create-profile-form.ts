import { useQueryClient } from '@tanstack/solid-query'
import { createSignal } from 'solid-js'
import { api, call } from '../../shared/api'
import { createForm } from '../../shared/form'
import { t } from '../../shared/i18n'
import { useCurrentMember } from '../auth/current-member'
import { profileQuery } from './phone-numbers.queries'
import { type BusinessProfile, changesOf, type ProfileFields, toFields, type Vertical } from './profile-changes'
import { uploadPicture } from './upload-picture'

const industries: Record<Vertical, true> = {
  APPAREL: true,
  BEAUTY: true,
  AUTO: true,
  EDU: true,
  ENTERTAIN: true,
  EVENT_PLAN: true,
  FINANCE: true,
  GROCERY: true,
  HEALTH: true,
  HOTEL: true,
  NONPROFIT: true,
  PROF_SERVICES: true,
  GOVT: true,
  RESTAURANT: true,
  RETAIL: true,
  TRAVEL: true,
  ALCOHOL: true,
  ONLINE_GAMBLING: true,
  PHYSICAL_GAMBLING: true,
  OTC_DRUGS: true,
  OTHER: true,
}
export const knownVerticals = Object.keys(industries) as Vertical[]

/** The business profile of a number as a form. `onSaved` is called after every submit that went well. */
export function createProfileForm(options: {
  numberId: string
  profile: BusinessProfile
  onSaved: (isChanged: boolean) => void | Promise<void>
}) {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const [before, setBefore] = createSignal(toFields(options.profile, knownVerticals))
  const [hasPicture, setHasPicture] = createSignal(options.profile.pictureUrl !== null)
  const [picture, setPicture] = createSignal<File | null>(null)
  // Uploaded once, even when the profile itself has to be sent again.
  let uploaded: { file: File; mediaId: string } | undefined

  const form = createForm<ProfileFields, ProfileFields>({
    schema: () => import('./profile-fields.schema').then((schemas) => schemas.profileFieldsSchema),
    initial: before(),
    onSubmit: async (fields) => {
      if (fields.about === '' && before().about !== '') {
        form.setError('about', t('numbers.profile.aboutEmpty'))
        return
      }
      const changes = changesOf(before(), fields)
      const file = picture()
      if (!changes && !file) {
        await options.onSaved(false)
        return
      }
      if (file && uploaded?.file !== file) uploaded = { file, mediaId: await uploadPicture(file) }
      const saved = await call(
        api.api['phone-numbers'][':id'].profile.$put({
          param: { id: options.numberId },
          json: { ...changes, ...(file && uploaded && { pictureMediaId: uploaded.mediaId }) },
        }),
      )
      cache.setQueryData(profileQuery(member.organizationId(), options.numberId).queryKey, saved)
      setBefore(toFields(saved, knownVerticals))
      form.reset(before())
      setHasPicture(saved.pictureUrl !== null)
      setPicture(null)
      await options.onSaved(true)
    },
  })
  return { form, picture, setPicture, hasPicture, isDirty: () => form.dirty() || picture() !== null }
}
export type ProfileForm = ReturnType<typeof createProfileForm>
