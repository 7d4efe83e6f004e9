export type SnoozeChoice = 'laterToday' | 'tomorrow' | 'nextWeek' | 'nextMonth'

const MORNING = 9
const LATER_HOURS = 3

/**
 * When a snooze ends, in the viewer's own time: three hours on, tomorrow at nine, Monday at nine, the first of the next
 * month at nine.
 */
export function snoozeUntil(choice: SnoozeChoice, now: Date): Date {
  const until = new Date(now)
  if (choice === 'laterToday') {
    until.setHours(until.getHours() + LATER_HOURS, 0, 0, 0)
    return until
  }
  until.setHours(MORNING, 0, 0, 0)
  if (choice === 'tomorrow') until.setDate(until.getDate() + 1)
  // Monday is 1; on a Monday the next one is meant.
  if (choice === 'nextWeek') until.setDate(until.getDate() + ((8 - until.getDay()) % 7 || 7))
  if (choice === 'nextMonth') until.setMonth(until.getMonth() + 1, 1)
  return until
}

/** What is offered: late in the evening "Later today" would be tomorrow. */
export const snoozeChoices = (now: Date): readonly SnoozeChoice[] =>
  snoozeUntil('laterToday', now).getDate() === now.getDate() ? choices : choices.filter((one) => one !== 'laterToday')
const choices: readonly SnoozeChoice[] = ['laterToday', 'tomorrow', 'nextWeek', 'nextMonth']
