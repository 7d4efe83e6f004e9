export type Coordinates = { latitude: number; longitude: number }

const NUMBER = String.raw`(-?\d{1,3}(?:\.\d+)?)`
/** As maps write them into their links, most exact first; then two bare numbers. */
const forms = [
  new RegExp(`!3d${NUMBER}!4d${NUMBER}`),
  new RegExp(`@${NUMBER},${NUMBER}`),
  new RegExp(`(?:[?&](?:q|query|ll|mlat|center|destination)=|#map=\\d+/)${NUMBER}(?:,|%2C|/|&mlon=)\\s*${NUMBER}`, 'i'),
  new RegExp(`^\\s*${NUMBER}\\s*[,;\\s]\\s*${NUMBER}\\s*$`),
]

/** Coordinates in what a person pastes: two numbers, or a link of a map. Null when there are none on this earth. */
export function readCoordinates(text: string): Coordinates | null {
  for (const form of forms) {
    const [, first, second] = form.exec(text) ?? []
    if (first === undefined || second === undefined) continue
    const [latitude, longitude] = [Number(first), Number(second)]
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) return { latitude, longitude }
  }
  return null
}
