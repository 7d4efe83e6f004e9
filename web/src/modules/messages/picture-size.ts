/** Width over height of pictures that have been seen: their place is kept when they come back into view. */
const ratios = new Map<string, number>()

export const rememberRatio = (id: string, width: number, height: number): number | undefined => {
  if (width <= 0 || height <= 0) return undefined
  ratios.set(id, width / height)
  return width / height
}
export const ratioOf = (id: string): number | undefined => ratios.get(id)

const WIDEST = 310
const HIGHEST = 340
const USUAL = 4 / 3

/** How large a picture stands in a bubble: its aspect is kept, very long and very high ones are cut. */
export function pictureSize(ratio: number | undefined): { width: number; ratio: number } {
  const shown = Math.min(2.8, Math.max(0.55, ratio ?? USUAL))
  return { width: Math.round(Math.min(WIDEST, HIGHEST * shown)), ratio: shown }
}
