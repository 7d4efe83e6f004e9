import { createSignal } from 'solid-js'
import { kept } from '../../shared/kept'
import type { ContactSort } from './list-place'

export const columnNames = [
  'phone',
  'email',
  'country',
  'language',
  'tags',
  'consent',
  'lastMessage',
  'created',
  'owner',
] as const
export type ColumnName = (typeof columnNames)[number]

const usual: readonly ColumnName[] = ['phone', 'country', 'tags', 'consent', 'lastMessage', 'owner']
/** The least width and the share of what is left, as a grid track. */
const tracks: Record<ColumnName, readonly [number, number]> = {
  phone: [164, 1.3],
  email: [190, 1.4],
  country: [72, 0.5],
  language: [104, 0.7],
  tags: [168, 1.4],
  consent: [116, 0.8],
  lastMessage: [124, 0.9],
  created: [104, 0.7],
  owner: [120, 0.9],
}
const CHECK_PX = 44
const NAME: readonly [number, number] = [216, 1.8]

export const sortOf: Partial<Record<ColumnName | 'name', ContactSort>> = {
  name: 'name',
  lastMessage: 'last_message',
  created: 'created',
}

/** The chosen columns, in their own order whatever the order of choosing. */
export function createColumns() {
  const store = kept<string[]>('wharf.contact-columns')
  const read = store.read()
  const known = Array.isArray(read) ? columnNames.filter((name) => read.includes(name)) : usual
  const [columns, setColumns] = createSignal<readonly ColumnName[]>(known)
  return {
    columns,
    toggle: (name: ColumnName) => {
      const has = columns().includes(name)
      const next = columnNames.filter((one) => (one === name ? !has : columns().includes(one)))
      store.write([...next])
      setColumns(next)
    },
  }
}

export const gridOf = (columns: readonly ColumnName[]): string =>
  [
    `${CHECK_PX}px`,
    ...[NAME, ...columns.map((name) => tracks[name])].map(([px, share]) => `minmax(${px}px, ${share}fr)`),
  ].join(' ')
/** Narrower than this, the table scrolls sideways. */
export const widthOf = (columns: readonly ColumnName[]): number =>
  CHECK_PX + NAME[0] + columns.reduce((sum, name) => sum + tracks[name][0], 0) + 48
