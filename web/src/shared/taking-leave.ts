import { onCleanup } from 'solid-js'

/** @returns how many messages still wait on this device afterwards */
type Farewell = () => Promise<number>

const farewells = new Set<Farewell>()
let waiting = 0

/** What the signed-in frame does before its person signs out or goes to another workspace; stops with the owner. */
export function beforeLeaving(farewell: Farewell): void {
  waiting = 0
  farewells.add(farewell)
  onCleanup(() => farewells.delete(farewell))
}

/** Call it while the session is still good. @returns how many messages wait on this device for when the person is back */
export async function takeLeave(): Promise<number> {
  const counts = await Promise.all([...farewells].map((farewell) => farewell()))
  waiting = counts.reduce((sum, count) => sum + count, 0)
  return waiting
}

/** Of who has just signed out here: the sign-in page says it. */
export const waitingSinceLeft = (): number => waiting
