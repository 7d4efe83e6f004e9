import type { z } from 'zod'
import type { Actor, OrganizationContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { hashToken, randomToken } from '../../shared/tokens'
import { announceEvents, eventsIfChanged, organizationEvent } from '../../tenancy/events'
import { API_KEY_PREFIX } from '../../tenancy/organization-context'
import { type MemberRole, memberRoles } from '../../tenancy/permissions.schemas'
import { auditEvent } from '../audit-log/audit-log.models'
import { apiKeyNotFound, roleTooHigh } from './api-keys.errors'
import { mayGiveRole, PREFIX_LENGTH } from './api-keys.models'
import { type ApiKeyRow, findApiKey, insertApiKey, revokeApiKey } from './api-keys.repository'
import type { createApiKeySchema } from './api-keys.schemas'

type Creator = { actor: Actor & { type: 'user' }; role: MemberRole }

/**
 * @returns the row, and the key itself: the only time it can be seen
 * @throws `api_keys.role_too_high`
 */
export async function createApiKey(
  ctx: OrganizationContext,
  { actor, role }: Creator,
  input: z.output<typeof createApiKeySchema>,
): Promise<{ row: Omit<ApiKeyRow, 'organizationId'>; key: string }> {
  if (!mayGiveRole(memberRoles, role, input.role)) throw roleTooHigh()
  const now = ctx.clock.now()
  const key = `${API_KEY_PREFIX}${randomToken()}`
  const row = {
    id: createId('key', now),
    name: input.name,
    role: input.role,
    tokenHash: hashToken(key),
    prefix: key.slice(0, PREFIX_LENGTH),
    createdBy: actor.id,
    createdByName: actor.name,
    lastUsedAt: null,
    revokedAt: null,
    createdAt: now,
  }
  const target = { type: 'api-key', id: row.id, label: row.name }
  const event = organizationEvent(ctx, auditEvent({ action: 'api_key.created', actor, target, at: now }))
  await insertApiKey(ctx, row, event.statement)
  await announceEvents(ctx, [event.row])
  return { row, key }
}

/** It stops working at once. @throws `api_keys.not_found` */
export async function endApiKey(ctx: OrganizationContext, id: string): Promise<void> {
  const key = await findApiKey(ctx, id)
  if (!key) throw apiKeyNotFound()
  const now = ctx.clock.now()
  const target = { type: 'api-key', id, label: key.name }
  const event = auditEvent({ action: 'api_key.revoked', actor: ctx.actor, target, at: now })
  const { rows, statements } = eventsIfChanged(ctx, [event])
  if (!(await revokeApiKey(ctx, { id, now, events: statements }))) throw apiKeyNotFound()
  await announceEvents(ctx, rows)
}
