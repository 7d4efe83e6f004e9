import { plural } from '../shared/plural'

const number = new Intl.NumberFormat('en-GB')
const people = (count: number) => plural(count, { one: '# person', other: '# people' })

/** Work that goes on by itself: the button in the top bar, its list, and what is said when something has ended. */
export const jobs = {
  label: 'Work in progress',
  none: 'Nothing goes on right now.',
  running: (count: number) => plural(count, { one: '# job running', other: '# jobs running' }),
  stopped: 'Waits for you',
  ended: 'Finished',
  loadFailed: 'The list didn’t load.',
  retry: 'Try again',
  progress: (done: number, total: number) => `${number.format(done)} of ${number.format(total)}`,
  rows: (done: number) => `${number.format(done)} done`,
  rate: (rate: number) => `${number.format(Math.round(rate))} a second`,
  left: 'about {{ time }} left',
  pause: 'Pause {{ title }}',
  resume: 'Go on with {{ title }}',
  cancel: 'Cancel {{ title }}',
  dismiss: 'Hide {{ title }}',
  open: 'Open',
  downloadRefused: 'Download refused rows',
  downloadExport: 'Download',
  state: {
    waiting: 'Waiting',
    running: 'Running',
    paused: 'Paused',
    cancelled: 'Cancelled. What was done stays done',
    done: 'Done',
    failed: 'Failed',
  },
  kind: {
    contact_import: 'Import of {{ title }}',
    contact_bulk: '{{ title }}',
    person_export: 'Everything about a person, as a file',
    person_erasure: 'Erasing a person',
    retention: 'Removing what is older than you keep',
  },
  count: {
    created: (count: number) => `${number.format(count)} new`,
    updated: (count: number) => `${number.format(count)} updated`,
    unchanged: (count: number) => `${number.format(count)} as they were`,
    changed: (count: number) => `${people(count)} changed`,
    refused: (count: number) => `${number.format(count)} refused`,
    skipped: (count: number) => `${number.format(count)} left out`,
  },
  done: {
    contact_import: '{{ title }} is imported',
    contact_bulk: '{{ title }}: done',
    person_export: 'Everything about the person is ready to download',
    person_erasure: 'The person is erased',
    retention: 'What was older than you keep is removed',
  },
  failed: '{{ title }} stopped: {{ reason }}',
  view: 'View',
} as const
