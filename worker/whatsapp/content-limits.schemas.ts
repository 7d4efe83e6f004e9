/**
 * Meta's limits, in characters or pieces. A file of their own, without zod: the dashboard shows them as counters.
 * Source: developers.facebook.com/docs/whatsapp/cloud-api, "Send messages".
 */
export const contentLimits = {
  text: 4096,
  caption: 1024,
  header: 60,
  footer: 60,
  buttonsBody: 1024,
  listBody: 4096,
  buttonTitle: 20,
  buttonId: 256,
  buttons: 3,
  listButton: 20,
  listSections: 10,
  listRows: 10,
  rowId: 200,
  rowTitle: 24,
  rowDescription: 72,
  sectionTitle: 24,
  flowButton: 30,
  products: 30,
  carouselCards: 10,
  carouselBody: 160,
  note: 4096,
} as const
