import { expect, it } from 'vitest'
import { createReceiver, edit, react, revoke, saidTo, text } from '../../test/deliveries'
import { createMember } from '../../test/factories'
import { openThread } from '../../test/sockets'

// What those who look at a thread are told of what Meta delivers.

const person = { waId: '16505550042', userId: 'US.13490042', name: 'Amara Diallo' }

it('a reaction, an edit and a deletion come with the message that they are about', async () => {
  const receiver = await createReceiver()
  const said = text(person, 'Tuesday')
  await receiver.take([saidTo(receiver.number, said)])
  const [conversation] = await receiver.conversations()
  const { token } = await createMember({ organization: receiver.organization })
  const thread = await openThread(conversation?.id ?? '', token)
  const told = async () => {
    const { messages } = await thread.nextOf('conversation.changed')
    return messages.find(({ wamid }) => wamid === said.message.id)
  }

  await receiver.take([saidTo(receiver.number, react(person, said.message.id, '🎉'))])
  expect(await told()).toMatchObject({ reactions: [{ emoji: '🎉', from: 'customer' }] })
  await receiver.take([saidTo(receiver.number, react(person, said.message.id, ''))])
  expect(await told()).toMatchObject({ reactions: [] })
  await receiver.take([saidTo(receiver.number, edit(person, said.message.id, 'Wednesday'))])
  expect(await told()).toMatchObject({ text: 'Wednesday' })
  await receiver.take([saidTo(receiver.number, revoke(person, said.message.id))])
  expect((await told())?.revokedAt).toEqual(expect.any(String))
})
