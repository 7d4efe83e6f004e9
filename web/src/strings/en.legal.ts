/** Long and rarely read, so not in the dictionary of the first load: the two pages import it themselves. */
export const legal = {
  terms: {
    title: 'Terms',
    paragraphs: [
      'This is a self-hosted copy of Wharf. Whoever runs it decides on what terms you may use it, and they have not published any at this address.',
      'Wharf itself is free software under the GNU Affero General Public License, version 3. It comes without a warranty, and its source code is available to everybody who uses it over a network.',
      'Messages are carried by Meta’s WhatsApp Business Platform. Meta’s own terms for businesses apply to every number connected here.',
    ],
    ask: 'Ask the people who gave you this address what applies.',
  },
  privacy: {
    title: 'Privacy',
    paragraphs: [
      'This is a self-hosted copy of Wharf. Whoever runs it is responsible for the data in it, and they have not published a privacy notice at this address.',
      'What the software does by itself: it keeps your name, your email address and a scrambled form of your password; the conversations of the connected numbers; and a log of who changed what. It sets one cookie, to keep you signed in. It loads nothing from other hosts, measures nobody and reports nothing to its makers.',
      'Messages are carried by Meta’s WhatsApp Business Platform, so Meta handles them under its own policy too.',
    ],
    ask: 'To see, correct or delete what is kept about you, ask the people who gave you this address.',
  },
} as const
