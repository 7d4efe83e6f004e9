/** One emoji of each version of Unicode, newest first: a system knows all of a version or none. */
const samples: [version: number, emoji: string][] = [
  [16, '🫩'],
  [15.1, '🐦‍🔥'],
  [15, '🫨'],
  [14, '🫠'],
  [13.1, '😶‍🌫️'],
  [13, '🥲'],
  [12.1, '🧑‍🦰'],
  [12, '🥻'],
  [11, '🥰'],
]
const OLDEST = 5
const SIZE = 20

/** The newest version that this system has pictures for. Where it can't be told, all are shown. */
let known: number | undefined
export function emojiVersion(): number {
  known ??=
    isDrawn('😀') === false ? Number.POSITIVE_INFINITY : (samples.find(([, emoji]) => isDrawn(emoji))?.[0] ?? OLDEST)
  return known
}

/** A picture looks the same in any colour; a letter, or the box in place of one, does not. A joined one is as wide as one. */
function isDrawn(emoji: string): boolean | undefined {
  const canvas = document.createElement('canvas')
  canvas.width = SIZE * 3
  canvas.height = SIZE
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return undefined
  context.font = `${SIZE}px sans-serif`
  context.textBaseline = 'top'
  if (context.measureText(emoji).width > context.measureText('😀').width * 1.5) return false
  const inColour = (colour: string) => {
    context.clearRect(0, 0, canvas.width, canvas.height)
    context.fillStyle = colour
    context.fillText(emoji, 0, 0)
    return context.getImageData(0, 0, canvas.width, canvas.height).data
  }
  const [dark, light] = [inColour('#000'), inColour('#f0f')]
  return dark.every((value, at) => value === light[at])
}
