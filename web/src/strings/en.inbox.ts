/** The inbox: page, list, filters, actions on a conversation. */
export const inbox = {
  title: 'Inbox',
  window: {
    left: '{{ time }} left',
    openUntil: 'You can write freely until {{ time }}',
    closed: 'Closed',
    closedHint: 'WhatsApp allows only templates now',
  },
  ticks: {
    scheduled: 'Scheduled',
    queued: 'Waiting',
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    played: 'Played',
    unconfirmed: 'Not confirmed',
    failed: 'Not delivered',
  },
} as const
