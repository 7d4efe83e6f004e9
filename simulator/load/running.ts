import type { World } from '../core/world'

const runs = new WeakMap<World, number>()

/** While one runs, its pace is what counts: whatever can wait does. */
export const isLoading = (world: World): boolean => (runs.get(world) ?? 0) > 0

/** Begins one. @returns its end */
export function beginLoad(world: World): () => void {
  runs.set(world, (runs.get(world) ?? 0) + 1)
  return () => runs.set(world, (runs.get(world) ?? 1) - 1)
}
