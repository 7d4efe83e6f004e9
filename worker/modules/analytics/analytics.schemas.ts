import { z } from 'zod'
import { conversationSchema } from '../conversations/conversations.schemas'
import { phoneNumberSchema } from '../phone-numbers/phone-numbers.schemas'

/** Conversations that ask for something, and the one to begin with. */
const askingSchema = z
  .object({
    count: z.number().int(),
    isMore: z.boolean().meta({ description: 'There are more conversations than were looked at' }),
    first: z
      .object({
        conversationId: z.string(),
        contactName: z.string(),
        at: z.iso.datetime().meta({ description: 'When the customer last wrote; of messages: when it was written' }),
      })
      .nullable(),
  })
  .meta({ id: 'AskingConversations' })
export type Asking = z.infer<typeof askingSchema>

/** What a team looks at first in the morning, as far as the caller sees the inbox. Counts stop at 100: then it is "99+". */
export const overviewSchema = z
  .object({
    open: z.number().int(),
    unassigned: z.number().int(),
    unread: z.number().int(),
    waiting: askingSchema.meta({
      description:
        'The customer had the last word. Among the 200 open conversations with the newest activity; `first` has waited longest',
    }),
    waitingLongest: z
      .array(conversationSchema)
      .meta({ description: 'Up to six of those who wait, the longest wait first' }),
    failed: askingSchema.meta({ description: 'Our last message did not arrive. `first` is the newest' }),
    unconfirmed: askingSchema.meta({
      description: 'Whether our last message was sent is not known. `first` is the newest',
    }),
    windowClosing: askingSchema.meta({
      description:
        'The customer had the last word and can be answered freely for less than two hours. `first` closes next',
    }),
    numbers: z.array(phoneNumberSchema),
    team: z
      .array(z.object({ userId: z.string(), open: z.number().int() }))
      .meta({ description: 'Open conversations of each member who can sign in, the first 50' }),
    /** What a new organization does first; true once it is done. */
    checklist: z.object({
      numberConnected: z.boolean(),
      messageReceived: z.boolean(),
      replySent: z.boolean(),
      teamInvited: z.boolean(),
      cannedReplyKept: z.boolean(),
    }),
  })
  .meta({ id: 'Overview' })
export type Overview = z.infer<typeof overviewSchema>

const firstRepliesSchema = z
  .object({
    medianSeconds: z.number().nullable().meta({ description: 'Null: none was answered yet' }),
    answered: z.number().int(),
    waiting: z.number().int(),
    isMore: z
      .boolean()
      .meta({ description: 'More than 200 were opened that day: the figures are those of the newest 200' }),
  })
  .meta({ id: 'FirstReplies', description: 'Of the conversations that customers opened on a day, the newest 200' })
export type FirstReplies = z.infer<typeof firstRepliesSchema>

/** The day's figures. A day begins at midnight in the organization's time zone. */
export const todaySchema = z
  .object({
    firstReply: z.object({ today: firstRepliesSchema, yesterday: firstRepliesSchema }),
    messages: z
      .object({
        received: z.number().int(),
        sent: z.number().int(),
        isMore: z.boolean().meta({ description: 'Only the first 2,000 messages of the day were counted' }),
      })
      .nullable()
      .meta({ description: 'Null for those who see their own conversations only' }),
  })
  .meta({ id: 'Today' })
export type Today = z.infer<typeof todaySchema>
