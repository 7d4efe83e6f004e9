const MOST_PAGES = 10

/** All pages of a list that is short, one after the other; a thousand of anything at most. */
export async function wholeList<Page extends { items: unknown[]; nextCursor: string | null }>(
  get: (query: { limit: string; cursor?: string }) => Promise<Page>,
): Promise<Page> {
  let page = await get({ limit: '100' })
  for (let read = 1; page.nextCursor !== null && read < MOST_PAGES; read++) {
    const next = await get({ limit: '100', cursor: page.nextCursor })
    page = { ...next, items: [...page.items, ...next.items] }
  }
  return page
}
