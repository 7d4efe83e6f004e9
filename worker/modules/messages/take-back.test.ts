import { describe, expect, it } from 'vitest'
import { createMember } from '../../test/factories'
import { createSender } from '../../test/sending'

const OUTBOUND = 'wharf-outbound'
const hello = { content: { type: 'text', body: 'Hello' }, clientId: 'client-0001' }

async function createStage() {
  const sender = await createSender()
  const { conversation } = await sender.addPerson()
  const takeBack = (clientId = hello.clientId, as = sender.token, id = conversation.id) =>
    sender.call('DELETE', `/api/conversations/${id}/messages/by-client/${encodeURIComponent(clientId)}`, undefined, as)
  const said = async () => (await sender.call('GET', `/api/conversations/${conversation.id}/messages`)).body.items
  return { ...sender, conversation, takeBack, said }
}

describe('a message that is taken back by its client id', () => {
  it('before it has arrived never arrives', async () => {
    const { post, conversation, takeBack, queues, meta, said, conversationRow } = await createStage()
    const before = await conversationRow(conversation.id)
    for (let time = 0; time < 2; time++)
      expect(await takeBack()).toMatchObject({ status: 200, body: { message: null } })
    // Another tab of the same person sends it, and tries again.
    for (let time = 0; time < 2; time++)
      expect(await post(conversation, hello)).toMatchObject({
        status: 409,
        body: { error: { code: 'messages.taken_back' } },
      })
    const note = { content: { type: 'note', body: 'A note' }, clientId: hello.clientId }
    expect((await post(conversation, note)).body.error.code).toBe('messages.taken_back')
    await queues.run()
    expect(meta.sent()).toEqual([])
    expect(await said()).toEqual([])
    expect(await conversationRow(conversation.id), 'nothing looks different').toEqual(before)
    expect((await post(conversation, { ...hello, clientId: 'client-0002' })).status).toBe(202)
  })

  it('while it waits is cancelled, and answered with itself when it is sent once more', async () => {
    const { post, conversation, takeBack, queues, meta } = await createStage()
    const { body } = await post(conversation, hello)
    for (let time = 0; time < 2; time++)
      expect(await takeBack()).toMatchObject({ status: 200, body: { message: { id: body.id, status: 'cancelled' } } })
    expect(await post(conversation, hello)).toMatchObject({ status: 202, body: { id: body.id, status: 'cancelled' } })
    await queues.run()
    expect(meta.sent()).toEqual([])
  })

  it('when it has left says that it is too late', async () => {
    const { post, conversation, takeBack, queues } = await createStage()
    await post(conversation, hello)
    await queues.deliverBatch(OUTBOUND)
    expect(await takeBack()).toMatchObject({ status: 409, body: { error: { code: 'messages.cannot_cancel' } } })
  })

  it('goes out or not, when both come at the same moment, and both are told the same', async () => {
    const { post, conversation, takeBack, queues, meta } = await createStage()
    const ids = Array.from({ length: 6 }, (_, at) => `client-${at}-race`)
    const ends = await Promise.all(
      ids.map(async (clientId) => {
        const [sent, taken] = await Promise.all([post(conversation, { ...hello, clientId }), takeBack(clientId)])
        expect(taken.status).toBe(200)
        // Cancelled after it had arrived, or refused because it had been taken back.
        return taken.body.message === null ? sent.body.error?.code : sent.status
      }),
    )
    for (const end of ends) expect(['messages.taken_back', 202]).toContain(end)
    await queues.run()
    expect(meta.sent()).toEqual([])
  })

  it('is one’s own, of this conversation, and of nobody else', async () => {
    const { post, addPerson, conversation, organization, takeBack } = await createStage()
    const other = await addPerson()
    await post(other, hello)
    expect(await takeBack()).toMatchObject({ status: 409, body: { error: { code: 'messages.client_id_reused' } } })
    const colleague = await createMember({ organization, role: 'agent' })
    expect(await takeBack(hello.clientId, colleague.token)).toMatchObject({ status: 200, body: { message: null } })
    expect(await post(other, hello), 'theirs is untouched').toMatchObject({ status: 202, body: { status: 'queued' } })
    const neighbour = await createMember()
    expect(await takeBack('client-0003', neighbour.token)).toMatchObject({ status: 404 })
    expect((await post(conversation, { ...hello, clientId: 'client-0003' })).status).toBe(202)
    expect((await takeBack('short')).body.error.code).toBe('request.invalid')
  })
})
