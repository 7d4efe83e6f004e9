import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import {
  changeOf,
  createReceiver,
  newWamid,
  type Receiver,
  saidTo,
  status,
  statusesOf,
  text,
} from '../../test/deliveries'
import { createMember } from '../../test/factories'
import { createContact, createConversation, createMessage } from '../../test/inbox-factories'
import { openThread } from '../../test/sockets'
import { media as mediaRows } from '../media/media.tables'

// An echo that was taken for a message from the phone, and turns out to be one that we sent ourselves.

const pictureTo = (receiver: Receiver, waId: string, wamid: string) =>
  changeOf(receiver.number, 'smb_message_echoes', {
    message_echoes: [
      {
        from: '15550783881',
        to: waId,
        id: wamid,
        timestamp: String(Math.floor(testClock.now() / 1000)),
        type: 'image',
        image: { id: '10033834', mime_type: 'image/jpeg', sha256: 'a'.repeat(64) },
      },
    ],
  })

/** The thread has two bubbles of one message: ours, of which nobody knows whether Meta has it, and the echo. */
async function createDouble() {
  const receiver = await createReceiver()
  const contact = await createContact(receiver.organization)
  const conversation = await createConversation(receiver.organization, {
    phoneNumberId: receiver.number.id,
    contactId: contact.id,
  })
  const ours = await createMessage(receiver.organization, conversation, {
    ...{ direction: 'outbound', sentBy: 'agent', wamid: null, sendState: 'accepted', dueAt: null },
  })
  const wamid = newWamid()
  await receiver.take([pictureTo(receiver, contact.waId, wamid)])
  const echo = await receiver.message(wamid)
  const [file] = await receiver.ctx.db.select(mediaRows, eq(mediaRows.messageId, echo?.id ?? ''))
  expect([await receiver.messages(), file?.status]).toMatchObject([{ length: 2 }, 'pending'])
  const { token } = await createMember({ organization: receiver.organization })
  const settle = () =>
    receiver.take([statusesOf(receiver.number, status(wamid, 'delivered', { biz_opaque_callback_data: ours.id }))])
  return { receiver, contact, conversation, ours, file, token, settle }
}

describe('an echo that was ours', () => {
  it('leaves no file: nothing in the gallery, and what is left of it goes', async () => {
    const { receiver, ours, file, settle } = await createDouble()
    await settle()
    expect(await receiver.messages()).toMatchObject([{ id: ours.id }])
    expect(await receiver.media()).toMatchObject([{ id: file?.id, status: 'failed', dueAt: expect.any(Number) }])
    expect(receiver.queues.waiting('wharf-media').map(({ body }) => body)).toContainEqual({
      queue: 'media',
      payload: { organizationId: receiver.organization.id, mediaId: file?.id },
    })
    await receiver.queues.run()
    expect(await receiver.media()).toEqual([])
  })

  it('is seen to be gone by who looks on: the change leaves a gap, so the thread is asked for', async () => {
    const { receiver, contact, conversation, token, settle } = await createDouble()
    const thread = await openThread(conversation.id, token)
    const seen = thread.hello.to
    await settle()
    const frame = await thread.nextOf('conversation.changed')
    expect(frame.to).toBeGreaterThan(seen)
    expect(frame.from, 'above all that anybody may have seen').toBe(frame.to)
    // What comes then is a link of the chain again.
    await receiver.take([saidTo(receiver.number, text({ waId: contact.waId }, 'Thanks'))])
    const next = await thread.nextOf('conversation.changed')
    expect(next.from).toBe(frame.to)
    expect(next.to).toBeGreaterThan(next.from)
  })
})
