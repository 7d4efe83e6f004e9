export type ScheduleChoice = 'laterToday' | 'thisEvening' | 'tomorrow' | 'monday'

const MORNING = 9
const EVENING = 18
const HOUR_MS = 3_600_000

/** The times that are offered, in the viewer's own time: those that are still to come, soonest first, none twice. */
export function scheduleChoices(now: Date): { choice: ScheduleChoice; at: Date }[] {
  const at = (days: number, hour: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour, 0, 0, 0)
  const later = new Date(now.getTime() + 3 * HOUR_MS)
  later.setMinutes(0, 0, 0)
  // Monday is 1; on a Sunday it is tomorrow, which is there already.
  const toMonday = (8 - now.getDay()) % 7 || 7
  const all: { choice: ScheduleChoice; at: Date }[] = [
    { choice: 'laterToday', at: later },
    { choice: 'thisEvening', at: at(0, EVENING) },
    { choice: 'tomorrow', at: at(1, MORNING) },
    { choice: 'monday', at: at(toMonday, MORNING) },
  ]
  const isToday = (date: Date) => date.getDate() === now.getDate()
  return all
    .filter(({ choice, at: time }) => time > now && (choice !== 'laterToday' || isToday(time)))
    .filter(({ at: time }, index, list) => list.findIndex((other) => other.at.getTime() === time.getTime()) === index)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

/** For an input of date and time, which speaks the viewer's own time: `2026-11-24T09:00`. */
export function toInput(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`
}
/** Null for what is no time. */
export function fromInput(value: string): Date | null {
  const at = new Date(value)
  return Number.isNaN(at.getTime()) ? null : at
}
