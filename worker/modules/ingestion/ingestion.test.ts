import { describe, expect, it } from 'vitest'
import { createOrganization } from '../../test/factories'
import { until } from '../../test/harness'
import { createMeta } from '../../test/meta'
import { organizationContext } from '../../test/system'
import { contactIdentities, contacts } from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'
import { messages } from '../messages/messages.tables'

describe('a customer’s message', () => {
  it('is stored once, in a conversation of its own', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const number = await meta.phoneNumber(organization)
    const ctx = await organizationContext(organization)
    await meta.act(meta.customer, { type: 'text', text: 'Is it open today?' })
    await meta.deliver()
    await until(async () => expect(await ctx.db.select(messages)).toHaveLength(1))
    const [message] = await ctx.db.select(messages)
    expect(message).toMatchObject({ text: 'Is it open today?', direction: 'inbound', phoneNumberId: number.id })
  })
})
