import type { Upload } from '../core/state'
import type { World } from '../core/world'

/** The finished upload that a handle stands for. */
export const uploadByHandle = ({ state }: World, handle: string): Upload | undefined =>
  Object.values(state.uploads).find((upload) => upload.handle === handle)
