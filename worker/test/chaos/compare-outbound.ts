import type { StoredMessage } from '../../../simulator/core/state'
import { statusOf } from '../../modules/inbox/inbox.models'
import type { Invocation } from '../faults'
import type { Evidence } from './compare'
import type { MessageRow } from './everything'
import { REFUSALS, type Tenant } from './stage'
import type { Told, ToldStatus } from './told'
import type { SendCall } from './watch-meta'

type Say = (sentence: string) => void
const RANK = ['sent', 'failed', 'delivered', 'read', 'played']

/** What was asked to be sent, against what Meta has taken and told about it. */
export function compareOutbound(
  tenant: Tenant,
  rows: MessageRow[],
  { stage, told, asked, queues }: Pick<Evidence, 'stage' | 'told' | 'asked' | 'queues'>,
  say: Say,
) {
  const { number } = tenant
  const outbound = rows.filter(({ direction }) => direction === 'outbound')
  const atMeta = Object.values(stage.meta.world.state.messages).filter(
    (message) => message.direction === 'outbound' && message.numberId === number.id,
  )
  const accepted = Map.groupBy(atMeta, ({ callbackData }) => callbackData ?? '')
  const calls = Map.groupBy(stage.calls, ({ messageId }) => messageId)
  // Later ones may name a claim as well, to give it back: whoever was first has made it.
  const claimants = new Map(
    queues.invocations.toReversed().flatMap((one) => one.claims.map((claim) => [claim, one] as const)),
  )
  const toldIds = new Set([...told.statuses.values()].map(({ callbackData }) => callbackData))
  const rowById = new Map(outbound.map((row) => [row.id, row]))

  for (const { messageId, conversationId, content, text } of asked.filter((one) => one.tenant === tenant)) {
    const row = rowById.get(messageId)
    if (!row) say(`${messageId} was accepted with 202 and is not stored`)
    else if ((text !== null && row.text !== text) || row.type !== content.type || row.conversationId !== conversationId)
      say(`${messageId} is not what was asked for`)
  }
  const askedIds = new Set(asked.map(({ messageId }) => messageId))
  for (const { id } of outbound) if (!askedIds.has(id)) say(`${id} is stored, and no answer has named it`)
  for (const [text, same] of Map.groupBy(outbound, (row) => row.text))
    if (text !== null && same.length > 1) say(`“${text}” is stored ${same.length} times`)
  for (const [id, same] of accepted) {
    if (!rowById.has(id)) say(`Meta has accepted ${id}, which is not stored`)
    if (same.length > 1) say(`${id} was sent ${same.length} times`)
  }
  sameOrder(atMeta, say)
  for (const row of outbound) {
    const [sent] = accepted.get(row.id) ?? []
    compareStatus(row, sent, toldOf(told, number.id, sent?.id ?? row.wamid), say)
    const claimant = claimants.get(row.claimToken ?? '')
    const problem = stateProblem(row, { sent, claimant, calls: calls.get(row.id) ?? [], isTold: toldIds.has(row.id) })
    if (problem) say(`${row.id} is ${row.sendState}: ${problem}`)
    if (row.dueAt !== null) say(`${row.id} is due for ever`)
  }
}

/** Sent in the order in which they were written: ids are made in that order. */
function sameOrder(atMeta: StoredMessage[], say: Say) {
  for (const [customerId, thread] of Map.groupBy(atMeta, (message) => message.customerId)) {
    const ids = thread.map(({ callbackData }) => callbackData ?? '')
    const late = ids.find((id, at) => at > 0 && id < (ids[at - 1] ?? ''))
    if (late) say(`${late} was sent to ${customerId} after one that was written later`)
  }
}

const toldOf = (told: Told, metaPhoneNumberId: string, wamid: string | null): ToldStatus[] =>
  wamid === null ? [] : RANK.flatMap((status) => told.statuses.get(`${metaPhoneNumberId} ${wamid} ${status}`) ?? [])

function compareStatus(row: MessageRow, sent: StoredMessage | undefined, statuses: ToldStatus[], say: Say) {
  const toldAs = (status: string) => statuses.find((one) => one.status === status)
  if (statuses.length > 0 && row.wamid !== statuses[0]?.wamid) say(`${row.id} has not the id that its statuses have`)
  if (row.wamid !== null && row.wamid !== sent?.id) say(`${row.id} has the id ${row.wamid}, which is not Meta’s`)
  for (const [name, value] of [
    ['sent', row.sentAt],
    ['delivered', row.deliveredAt],
    ['read', row.readAt],
    ['played', row.playedAt],
    ['failed', row.failedAt],
  ] as const) {
    const at = toldAs(name)?.at ?? null
    // One that Meta refused at once has failed without a status.
    if (name === 'failed' && at === null && row.sendState === 'failed') continue
    if (value !== at) say(`${row.id} was ${name} at ${value}, and Meta told ${at}`)
  }
  const failed = toldAs('failed')
  if (failed && row.error?.code !== failed.code)
    say(`${row.id} shows the error ${row.error?.code}, and Meta told ${failed.code}`)
  const [highest] = statuses.map(({ status }) => status).sort((a, b) => RANK.indexOf(b) - RANK.indexOf(a))
  if (highest !== undefined && statusOf(row) !== highest)
    say(`${row.id} is shown as ${statusOf(row)} and is ${highest}`)
}

type Facts = {
  sent: StoredMessage | undefined
  calls: SendCall[]
  /** Who drained it last. */
  claimant: Invocation | undefined
  isTold: boolean
}

/** Why a message may not be in the state it is in. */
function stateProblem(row: MessageRow, { sent, calls, claimant, isTold }: Facts): string | null {
  const refusal = calls.find(({ code }) => code !== null && REFUSALS.includes(code))
  if (refusal && calls.at(-1) !== refusal) return 'it was tried again after Meta had refused it'
  if (row.sendState === 'accepted') return sent ? null : 'Meta never accepted it'
  if (row.sendState === 'failed') {
    if (sent) return 'Meta has accepted it'
    if (!refusal) return `${row.error?.code} is not what Meta answered`
    return row.error?.code === refusal.code ? null : `it shows ${row.error?.code}, and Meta answered ${refusal.code}`
  }
  if (row.sendState !== 'unconfirmed') return 'that is not where a message may end'
  if (isTold) return 'a status has told what became of it'
  if (!claimant) return 'nobody has claimed it'
  const isUnknown = calls.some(
    ({ outcome, invocation }) => invocation === claimant && (typeof outcome === 'string' || outcome >= 500),
  )
  // Hit between the claim and the call, or between the call and the row; or its row was what did not get through.
  return isUnknown || claimant.wasStruckHolding(row.claimToken ?? '')
    ? null
    : 'nothing that was done to it explains that'
}
