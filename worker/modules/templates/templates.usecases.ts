import type { OrganizationContext } from '../../shared/context'
import type { TemplateUpdatedEvent } from '../../whatsapp/webhook-events'
import type { PhoneNumberRow } from '../phone-numbers/phone-numbers.usecases'
import { findStored, type TemplateRow } from './templates.repository'

export type { TemplateRow } from './templates.repository'

/** The stored copy; Meta is asked once when there is none. Undefined when Meta has none either. */
export async function findTemplate(
  ctx: OrganizationContext,
  { wabaId, name, language }: { wabaId: string; name: string; language: string },
): Promise<TemplateRow | undefined> {
  return findStored(ctx, { wabaId, name, language })
}

/** What a webhook says about a template. */
export async function applyTemplateUpdate(
  ctx: OrganizationContext,
  wabaId: string,
  event: TemplateUpdatedEvent,
): Promise<void> {
  void [ctx, wabaId, event]
}

/** Makes the copy equal to what Meta has for the number's business account. */
export async function syncTemplates(
  ctx: OrganizationContext,
  phoneNumber: Pick<PhoneNumberRow, 'id' | 'wabaId' | 'accessToken'>,
): Promise<{ stored: number; removed: number }> {
  void [ctx, phoneNumber]
  return { stored: 0, removed: 0 }
}
