import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { createContact, createConversation, createMessage } from '../../test/inbox-factories'
import { createSender, type Sender } from '../../test/sending'

/** A person who wrote as somebody else before the two were merged, and once to another number. */
async function createMerged({ post, addPerson, organization }: Sender) {
  const now = await addPerson()
  const before = await createContact(organization, { mergedInto: now.contact.id })
  const values = { contactId: before.id }
  const old = await createConversation(organization, { ...values, phoneNumberId: now.conversation.phoneNumberId })
  const elsewhere = await createConversation(organization, values)
  const written = async (conversation: { id: string; phoneNumberId: string }) => {
    const message = await createMessage(organization, conversation)
    return {
      ...message,
      quote: (into = now.id) =>
        post({ id: into }, { content: { type: 'text', body: 'Yes' }, replyToMessageId: message.id }),
      react: (into = now.id) =>
        post({ id: into }, { content: { type: 'reaction', emoji: '👍' }, targetMessageId: message.id }),
    }
  }
  const said = { old: await written(old), now: await written(now.conversation), elsewhere: await written(elsewhere) }
  return { ...now, before, old, said }
}

it('what a merged thread shows can be answered and reacted to, from either side', async () => {
  const sender = await createSender()
  const { id, old, said } = await createMerged(sender)
  for (const [message, into] of [
    [said.old, id],
    [said.now, old.id],
  ] as const) {
    const answer = await message.quote(into)
    expect(answer).toMatchObject({ status: 202, body: { conversationId: into, replyTo: { messageId: message.id } } })
    expect((await message.react(into)).status).toBe(202)
    const { body } = await sender.call('GET', `/api/messages/${message.id}`)
    expect(body.reactions).toMatchObject([{ emoji: '👍', from: 'us' }])
  }
})

it('what the thread does not show is not there: another number, another person, a colleague’s, merges undone', async () => {
  const sender = await createSender()
  const { old, said, before } = await createMerged(sender)
  const missing = { status: 422, body: { error: { code: 'messages.target_missing' } } }
  const refuses = async (message: typeof said.old) => {
    expect(await message.quote()).toMatchObject(missing)
    expect(await message.react()).toMatchObject(missing)
  }
  await refuses(said.elsewhere)
  const stranger = await createMerged(sender)
  expect(await said.old.quote(stranger.id)).toMatchObject(missing)
  await env.DIRECTORY.prepare("UPDATE organizations SET agent_visibility = 'own' WHERE id = ?")
    .bind(sender.organization.id)
    .run()
  await sender.changeConversation(old.id, { assigneeId: 'usr_somebody' })
  await refuses(said.old)
  await sender.changeConversation(old.id, { assigneeId: null })
  await sender.changeContact(before.id, { mergedInto: null })
  await refuses(said.old)
})
