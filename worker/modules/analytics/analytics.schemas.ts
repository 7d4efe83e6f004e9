import { z } from 'zod'
import { phoneNumberSchema } from '../phone-numbers/phone-numbers.schemas'

/** What a team looks at first in the morning. Counts stop at 100: then it is "99+". */
export const overviewSchema = z
  .object({
    unread: z.number().int(),
    unassigned: z.number().int(),
    open: z.number().int(),
    windowClosing: z.number().int(),
    /** Of the conversations opened today in the organization's time zone, at most 500. Null: none was answered yet. */
    firstReply: z.object({
      medianSeconds: z.number().nullable(),
      answered: z.number().int(),
      waiting: z.number().int(),
    }),
    numbers: z.array(phoneNumberSchema),
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
