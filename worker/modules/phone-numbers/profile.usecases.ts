import type { z } from 'zod'
import type { OrganizationContext } from '../../shared/context'
import type { GraphBusinessProfile } from '../../whatsapp/graph.schemas'
import { auditEvent } from '../audit-log/audit-log.models'
import { askOrThrow } from './asking-meta.usecases'
import { pictureInvalid } from './phone-numbers.errors'
import { changeNumber, openGraph, requireConnectedNumber } from './phone-numbers.usecases'
import { findReadyFile } from './profile.repository'
import { PICTURE_MAX_BYTES, pictureTypes, type updateProfileSchema } from './profile.schemas'

/** As Meta has it now: nothing of it is kept here. */
export async function getProfile(ctx: OrganizationContext, id: string): Promise<GraphBusinessProfile> {
  const number = await requireConnectedNumber(ctx, id)
  const graph = await openGraph(ctx, number)
  return askOrThrow(() => graph.getBusinessProfile(number.metaPhoneNumberId))
}

/** What is left out stays as it is. @returns the profile as Meta has it afterwards */
export async function updateProfile(
  ctx: OrganizationContext,
  id: string,
  { pictureMediaId, ...fields }: z.output<typeof updateProfileSchema>,
): Promise<GraphBusinessProfile> {
  const number = await requireConnectedNumber(ctx, id)
  const graph = await openGraph(ctx, number)
  const picture = pictureMediaId === undefined ? undefined : await openPicture(ctx, pictureMediaId)
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  await askOrThrow(() =>
    graph.updateBusinessProfile(number.metaPhoneNumberId, { ...given, ...(picture && { picture }) }),
  )
  const now = ctx.clock.now()
  const target = { type: 'phone-number', id, label: number.displayPhoneNumber }
  await changeNumber(ctx, {
    id,
    changes: { checkedAt: now },
    events: [auditEvent({ action: 'phone_number.profile_updated', actor: ctx.actor, target, at: now })],
  })
  return askOrThrow(() => graph.getBusinessProfile(number.metaPhoneNumberId))
}

/** A file that was uploaded before, streamed on to Meta. @throws `phone_numbers.picture_invalid` */
async function openPicture(ctx: OrganizationContext, mediaId: string) {
  const file = await findReadyFile(ctx, mediaId)
  if (!file || !pictureTypes.some((type) => type === file.mimeType)) throw pictureInvalid()
  const object = await ctx.media.get(`media/${mediaId}`)
  if (!object || !('body' in object) || object.size > PICTURE_MAX_BYTES) throw pictureInvalid()
  const extension = file.mimeType === 'image/png' ? 'png' : 'jpg'
  return { body: object.body, size: object.size, mimeType: file.mimeType, filename: `profile.${extension}` }
}
