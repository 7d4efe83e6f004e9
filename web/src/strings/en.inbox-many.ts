/** The inbox: what is done with many conversations at once, and how one is begun. */
export const inboxMany = {
  bulk: {
    label: 'With the {{ count }} selected conversations',
    count: '{{ count }} selected',
    tag: 'Tag',
    noTags: 'No tags yet',
    newTag: 'New tag…',
    clear: 'Select none',
    all: 'All {{ count }} shown',
    rest: 'Select all that match',
    selecting: 'Selecting…',
    restFailed: 'The rest could not be loaded. What you selected stays selected.',
  },
  start: {
    text: 'The first message has to be a template, unless they wrote in the last 24 hours.',
    from: 'From',
    phone: 'To',
    phoneHint: 'With country code, such as +44 7700 900184.',
    phoneMissing: 'Enter a phone number with its country code.',
    noNumber: 'Connect a WhatsApp number first, in Settings, Numbers.',
    opening: 'Opening',
    submit: 'Open conversation',
  },
} as const
