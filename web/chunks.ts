import { globSync } from 'node:fs'

/** What rolldown tells of a module: which ones it imports, not what it loads later. */
type Graph = { getModuleInfo: (id: string) => { importedIds: readonly string[] } | null }

/**
 * What the signed-in pages start with travels in a few files: the fifty small ones that come of themselves compress a tenth
 * worse, and a phone fetches them one after the other. `frame` is around every page; `inbox` is the inbox by itself; `shared`
 * is what the inbox and the overview or the palette start with, so that nothing loads the inbox for an icon.
 */
export function createChunks(root: string): (id: string, graph: Graph) => string | null {
  const files = (pattern: string) =>
    globSync(`${root}src/${pattern}`).filter((file) => !file.endsWith('inbox.page.tsx'))
  const signIn = createReach(files('{main,layouts/auth-layout,layouts/*.page,modules/{auth,guide,legal}/*.page}.tsx'))
  const frame = createReach([`${root}src/layouts/app-layout.tsx`])
  const inbox = createReach([`${root}src/modules/inbox/inbox.page.tsx`])
  const settings = createReach(files('modules/{canned-replies,phone-numbers,settings}/*.page.tsx'))
  const beside = createReach(files('{layouts,modules/notifications,modules/overview}/*.{ts,tsx}'))
  return (id, graph) => {
    if (signIn(id, graph)) return null
    if (frame(id, graph)) return 'frame'
    if (!inbox(id, graph)) return null
    if (settings(id, graph)) return 'frame'
    return beside(id, graph) ? 'shared' : 'inbox'
  }
}

/** Whether a module is imported by one of the roots, directly or by way of others. */
function createReach(roots: readonly string[]): (id: string, graph: Graph) => boolean {
  let reached: Set<string> | undefined
  return (id, graph) => {
    if (!reached) {
      reached = new Set(roots)
      // A set that grows is walked to its new end.
      for (const one of reached) for (const next of graph.getModuleInfo(one)?.importedIds ?? []) reached.add(next)
    }
    return reached.has(id)
  }
}
