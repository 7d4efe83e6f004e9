import type { OrganizationContext, SystemContext } from '../../shared/context'
import { AppError } from '../../shared/errors'
import { listConnectedNumberIds } from '../../tenancy/connected-numbers'
import { dueQueue } from '../../tenancy/due'
import { createGraphClient, type GraphClient } from '../../whatsapp/graph-client'
import { ask, type Refusal, valueIn } from './asking-meta.usecases'
import { isRegistered, missingScopes } from './credentials.models'
import { inspectToken } from './doctor.usecases'
import { subscribeHere } from './fixing.usecases'
import { appOfNumber, sealAppAnew } from './meta-apps.usecases'
import { factsOf } from './phone-numbers.models'
import {
  findPhoneNumber,
  keepFacts,
  openToken,
  type PhoneNumberRow,
  pauseRefusedNumber,
  resumePhoneNumber,
  sealAnew,
} from './phone-numbers.usecases'

const PAGE = 500

/** Every hour: has each connected number looked at, and the templates of each business account fetched. @returns how many numbers */
export async function enqueueNumberChecks(system: SystemContext): Promise<number> {
  let count = 0
  let after = ''
  for (;;) {
    const page = await listConnectedNumberIds(system, { after, limit: PAGE })
    const last = page.at(-1)
    if (!last) return count
    // One message a number: each is several calls of Graph.
    const messages = page.map(({ id, organizationId }) => ({ organizationId, ids: [id] }))
    await dueQueue.send(
      system,
      messages.map((message) => ({ ...message, kind: 'number-checks' as const })),
    )
    const firstOfAccount = new Map(page.toReversed().map((row) => [`${row.organizationId} ${row.wabaId}`, row]))
    await dueQueue.send(
      system,
      [...firstOfAccount.values()].map(({ id, organizationId }) => ({
        organizationId,
        kind: 'templates' as const,
        ids: [id],
      })),
    )
    count += page.length
    after = last.id
  }
}

/**
 * Seals with the newest key what an older one has sealed, keeps what is shown of a number fresh, subscribes it again when that got lost, pauses it when its token died, and lets it
 * go on when what was wrong is repaired at Meta. What Meta does not answer is asked again in an hour.
 */
export async function lookAfterNumber(ctx: OrganizationContext, id: string): Promise<void> {
  const found = await findPhoneNumber(ctx, id)
  if (!found || found.disconnectedAt !== null) return
  const row = await sealAnew(ctx, found)
  if (row.appKey !== null) await sealAppAnew(ctx, row.appKey)
  const [app, accessToken] = await Promise.all([appOfNumber(ctx, row), openToken(ctx, row)])
  const graph = createGraphClient(ctx, accessToken)
  const [answeredToken, answeredNumber] = await Promise.all([
    inspectToken(ctx, app, accessToken),
    ask(() => graph.getPhoneNumber(row.metaPhoneNumberId)),
  ])
  const number = valueIn(answeredNumber)
  const token = valueIn(answeredToken)
  await keepFacts(ctx, row, {
    ...(number && factsOf(number, row)),
    ...(token?.isValid && { tokenExpiresAt: token.expiresAt }),
    ...(number && { checkedAt: ctx.clock.now() }),
  })
  if (!('value' in answeredNumber)) {
    ctx.log.warn('the number could not be looked at', { phoneNumberId: id, code: answeredNumber.code })
    if (!answeredNumber.isOpen) await pauseRefusedNumber(ctx, row, pausedBecause(answeredNumber))
    return
  }
  if (app) await keepSubscribed(ctx, row, { graph, metaAppId: app.metaAppId })
  const works =
    token?.isValid === true &&
    missingScopes(token).length === 0 &&
    isRegistered(answeredNumber.value) &&
    answeredNumber.value.health?.canSend !== 'BLOCKED'
  if (row.status === 'paused' && works) await resumePhoneNumber(ctx, id)
}

/** Where Meta does not let us, the doctor says so; the next hour tries again. */
async function keepSubscribed(
  ctx: OrganizationContext,
  row: PhoneNumberRow,
  { graph, metaAppId }: { graph: GraphClient; metaAppId: string },
): Promise<void> {
  const subscribed = await ask(() => graph.listSubscribedApps(row.wabaId))
  if (!('value' in subscribed) || subscribed.value.some(({ appId }) => appId === metaAppId)) return
  ctx.log.warn('the account was not subscribed any more', { phoneNumberId: row.id })
  try {
    await subscribeHere(ctx, row, graph)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    ctx.log.warn('the account could not be subscribed again', { phoneNumberId: row.id, code: error.code })
  }
}

/** 100: gone, or not for us any more. Meta does not say which. */
const pausedBecause = ({ code, reason }: Refusal): string =>
  code === 100
    ? 'Meta does not show us this number any more. Give us access again at Meta, or connect it again.'
    : reason
