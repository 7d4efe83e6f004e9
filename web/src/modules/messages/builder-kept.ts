import type { Built } from './builder-content'

/** What is in the builder, and the text of the box it began with. */
export type KeptBuild = { built: Built; source: string }

const kept = new Map<string, KeptBuild>()

/** What was built in a conversation and neither sent nor discarded. It stays as long as the page does. */
export function keptBuild(owner: string, conversationId: string) {
  const key = `${owner} ${conversationId}`
  return {
    read: (): KeptBuild | undefined => kept.get(key),
    write: (build: KeptBuild): void => void kept.set(key, build),
    drop: (): void => void kept.delete(key),
  }
}
export type KeptBuildPlace = ReturnType<typeof keptBuild>
