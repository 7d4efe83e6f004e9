/** Headings of `docs/whatsapp-setup-guide.md` that the dashboard points to; a test compares them with it. */
export const guideAnchors = [
  'before-you-start',
  'which-way-is-yours',
  'continue-with-meta',
  'make-an-app-at-meta',
  'copy-the-app-id-and-the-app-secret',
  'make-an-access-token',
  'copy-the-two-ids',
  'let-messages-reach-you',
  'fill-in-the-profile',
  'send-a-test-message',
  'the-pin',
  'when-it-does-not-work',
] as const
export type GuideAnchor = (typeof guideAnchors)[number]

export const GUIDE_PATH = '/guide/whatsapp'
export const guideHref = (anchor?: GuideAnchor): string => (anchor ? `${GUIDE_PATH}#${anchor}` : GUIDE_PATH)
