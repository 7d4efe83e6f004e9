import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createApiKey, createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation } from '../../test/inbox-factories'

type Member = Awaited<ReturnType<typeof createMember>>

async function team() {
  const ifeoma = await createMember()
  const noor = await createMember({ organization: ifeoma.organization, role: 'agent' })
  const contact = await createContact(ifeoma.organization)
  const conversation = await createConversation(ifeoma.organization, { contactId: contact.id })
  return { ifeoma, noor, conversation, path: `/api/contacts/${contact.id}/notes` }
}
const bodies = async ({ token }: Pick<Member, 'token'>, path: string): Promise<string[]> =>
  (await send('GET', path, { token })).body.items.map(({ body }: { body: string }) => body)

describe('notes about a person', () => {
  it('are the team’s, newest first, and every browser that shows the person hears of them', async () => {
    const { ifeoma, noor, conversation, path } = await team()
    const since = (await send('GET', '/api/inbox/changes', { token: noor.token })).body.to
    const first = await send('POST', path, { token: noor.token, body: { body: ' The buzzer doesn’t work. ' } })
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({
      body: 'The buzzer doesn’t work.',
      author: { type: 'user', id: noor.user.id, name: noor.user.name },
      editedAt: null,
    })
    testClock.advanceBy(1000)
    await send('POST', path, { token: ifeoma.token, body: { body: 'Second' } })
    expect(await bodies(ifeoma, path)).toEqual(['Second', 'The buzzer doesn’t work.'])
    const page = (await send('GET', `${path}?limit=1`, { token: ifeoma.token })).body
    expect(page.items).toHaveLength(1)
    expect(await bodies(ifeoma, `${path}?limit=1&cursor=${page.nextCursor}`)).toEqual(['The buzzer doesn’t work.'])
    const changes = await send('GET', `/api/inbox/changes?since=${since}`, { token: noor.token })
    expect(changes.body.conversations.map(({ id }: { id: string }) => id)).toEqual([conversation.id])
  })

  it('are changed and deleted by who wrote them', async () => {
    const { ifeoma, noor, path } = await team()
    const note = (await send('POST', path, { token: noor.token, body: { body: 'Rings twice' } })).body
    const one = `${path}/${note.id}`
    for (const method of ['PATCH', 'DELETE'] as const) {
      const body = method === 'PATCH' ? { body: 'Rings once' } : undefined
      const answer = await send(method, one, { token: ifeoma.token, body })
      expect([answer.status, answer.body.error.code]).toEqual([403, 'contacts.not_your_note'])
    }
    const changed = await send('PATCH', one, { token: noor.token, body: { body: 'Rings once' } })
    expect([changed.body.body, changed.body.editedAt === null]).toEqual(['Rings once', false])
    expect((await send('DELETE', one, { token: noor.token })).status).toBe(204)
    expect(await bodies(noor, path)).toEqual([])
    expect((await send('DELETE', one, { token: noor.token })).body.error.code).toBe('contacts.note_not_found')
  })

  it('of a program belong to everybody, those of people not to programs', async () => {
    const { ifeoma, noor, path } = await team()
    const { key } = await createApiKey(ifeoma.organization.id, ifeoma.user.id)
    const theirs = (await send('POST', path, { token: key, body: { body: 'From the shop' } })).body
    expect((await send('DELETE', `${path}/${theirs.id}`, { token: noor.token })).status).toBe(204)
    const ours = (await send('POST', path, { token: noor.token, body: { body: 'By hand' } })).body
    expect((await send('DELETE', `${path}/${ours.id}`, { token: key })).status).toBe(403)
  })

  it('stay with their person and their organization', async () => {
    const { ifeoma, noor, path } = await team()
    const note = (await send('POST', path, { token: noor.token, body: { body: 'Rings twice' } })).body
    const other = await createContact(ifeoma.organization)
    await createConversation(ifeoma.organization, { contactId: other.id })
    const elsewhere = `/api/contacts/${other.id}/notes`
    expect(await bodies(noor, elsewhere)).toEqual([])
    expect((await send('DELETE', `${elsewhere}/${note.id}`, { token: noor.token })).status).toBe(404)
    const neighbour = await createMember()
    expect((await send('GET', path, { token: neighbour.token })).status).toBe(404)
    expect((await send('POST', path, { token: neighbour.token, body: { body: 'x' } })).status).toBe(404)
    expect(await bodies(noor, path)).toEqual(['Rings twice'])
  })

  it.each([{ body: '' }, { body: '   ' }, { body: 'x'.repeat(4001) }, {}])('refuse %o', async (body) => {
    const { noor, path } = await team()
    expect((await send('POST', path, { token: noor.token, body })).body.error.code).toBe('request.invalid')
  })
})
