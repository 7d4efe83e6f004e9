import { beforeAll, expect, it } from 'vitest'
import { Invocation } from '../faults'
import { compare } from './compare'
import type { Everything, MediaRow, MessageRow } from './everything'
import { type Play, play } from './play'

// What the fault run says is worth as much as its comparison: each of these has to be seen.

let played: Play
beforeAll(async () => {
  played = await play({ seed: 2, conversations: 6, inbound: 60, outbound: 60 })
}, 600_000)

const find = <Row>(rows: Row[], isMeant: (row: Row) => boolean): Row => {
  const row = rows.find(isMeant)
  if (!row) throw new Error('the run has none of these')
  return row
}
const sent = ({ messages }: Everything, isMeant: (row: MessageRow) => boolean = () => true) =>
  find(messages, (row) => row.sendState === 'accepted' && isMeant(row))
const said = ({ messages }: Everything, isMeant: (row: MessageRow) => boolean = () => true) =>
  find(messages, (row) => row.direction === 'inbound' && isMeant(row))
const file = ({ media }: Everything, isMeant: (row: MediaRow) => boolean) =>
  find(media, (row) => row.direction === 'inbound' && isMeant(row))

it.each<[string, (found: Everything) => unknown, string]>([
  ['a message that is missing', (it) => it.messages.splice(it.messages.indexOf(said(it)), 1), 'is not stored'],
  ['one that is there twice', (it) => it.messages.push({ ...said(it), id: 'msg_twice' }), 'is stored 2 times'],
  ['one that nobody wrote', (it) => it.messages.push({ ...said(it), wamid: 'wamid.x' }), 'nobody told it'],
  [
    'other words',
    (it) =>
      Object.assign(
        said(it, ({ type }) => type === 'text'),
        { text: 'x' },
      ),
    'says x and not',
  ],
  ['another time', (it) => Object.assign(said(it), { occurredAt: 1000 }), 'has the time 1000'],
  ['a neighbour’s row', (it) => Object.assign(said(it), { organizationId: 'org_x' }), 'a row of a stranger'],
  ['a wrong count', (it) => Object.assign(it.conversations[0] as object, { unreadCount: 999 }), 'counts 999 unread'],
  ['a preview', (it) => Object.assign(it.conversations[0] as object, { lastMessageId: 'msg_x' }), 'shows msg_x'],
  ['when it was sent', (it) => Object.assign(sent(it), { sentAt: 1 }), 'was sent at 1,'],
  [
    'when it was played',
    (it) =>
      Object.assign(
        sent(it, (one) => one.playedAt !== null),
        { playedAt: 1 },
      ),
    'was played at 1,',
  ],
  [
    'why it failed',
    (it) =>
      Object.assign(
        sent(it, ({ error }) => error !== null),
        { error: { code: 1, title: 'x', details: null } },
      ),
    'shows the error 1,',
  ],
  [
    'a refusal that was swallowed',
    (it) =>
      Object.assign(
        find(it.messages, ({ sendState }) => sendState === 'failed'),
        { sendState: 'accepted' },
      ),
    'Meta never accepted it',
  ],
  [
    'a voice note that a repeated request has stored once more',
    (it) => it.messages.push({ ...sent(it, ({ type }) => type === 'audio'), id: 'msg_again', wamid: null }),
    'msg_again is stored, and no answer has named it',
  ],
  ['doubt without a reason', (it) => Object.assign(sent(it), { sendState: 'unconfirmed' }), 'is unconfirmed:'],
  ['what is never sent', (it) => Object.assign(sent(it), { sendState: 'queued' }), 'not where a message may end'],
  ['what is due for ever', (it) => Object.assign(sent(it), { dueAt: 1 }), 'is due for ever'],
  [
    'a file that never comes',
    (it) =>
      Object.assign(
        file(it, ({ status }) => status === 'ready'),
        { status: 'pending' },
      ),
    'is pending for ever',
  ],
  [
    'a file that was given up',
    (it) =>
      Object.assign(
        file(it, ({ status }) => status === 'ready'),
        { status: 'failed', failure: 'It is damaged.' },
      ),
    'has failed',
  ],
  [
    'another file',
    (it) =>
      Object.assign(
        file(it, ({ status }) => status === 'ready'),
        { sha256: 'x' },
      ),
    'is another file than Meta’s',
  ],
])('the comparison sees %s', (_, tamper, sentence) => {
  const found = structuredClone(played.found)
  expect(compare(found, played.evidence)).toEqual([])
  tamper(found)
  expect(compare(found, played.evidence).join('\n')).toContain(sentence)
})

it('the comparison sees an unconfirmed message that nothing explains, whatever struck others', () => {
  const { found, evidence } = played
  const { queues } = evidence
  const doubtful = find(found.messages, ({ sendState }) => sendState === 'unconfirmed')
  const isOther = ({ claims }: Invocation) => !claims.includes(doubtful.claimToken ?? '')
  const others = queues.invocations.filter(isOther)
  expect(others.some(({ struck }) => struck.length > 0)).toBe(true)
  const seen = (invocations: Invocation[]) =>
    compare(found, { ...evidence, queues: { ...queues, invocations } }).join('\n')
  expect(seen(others)).toContain(`${doubtful.id} is unconfirmed: nobody has claimed it`)
  // The one that claimed it, had nothing struck it.
  const spared = new Invocation()
  spared.noteBound([doubtful.claimToken])
  expect(seen([...others, spared])).toContain(`${doubtful.id} is unconfirmed: nothing that was done to it`)
})

it('the comparison sees copies and sent files that are others', () => {
  const { found, evidence } = played
  const copies = new Map(
    [...evidence.copies].map(([id, files]) => [
      id,
      new Map([...files].map(([file, { size }]) => [file, { size, sha256: 'x' }])),
    ]),
  )
  const wrong = compare(found, { ...evidence, copies }).join('\n')
  expect(wrong).toContain('is another file than Meta’s')
  expect(wrong).toContain('is not the file that was uploaded')
  const asked = evidence.asked.map((one) => (one.sha256 === null ? one : { ...one, sha256: 'x' }))
  expect(compare(found, { ...evidence, asked }).join('\n')).toContain('was sent with another file')
})
