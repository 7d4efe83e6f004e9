import { createRoot } from 'solid-js'
import { beforeEach, expect, it } from 'vitest'
import { createDrafts, type Quoted } from './drafts'

const KEY = 'wharf.drafts.org_1.usr_1'
const openTab = () => createDrafts('org_1', 'usr_1')
/** What a browser tells the other tabs. */
const tell = () => window.dispatchEvent(new StorageEvent('storage', { key: KEY }))

beforeEach(() => localStorage.clear())

it('two tabs overwrite nothing of each other', () => {
  const [one, other] = [openTab(), openTab()]
  one.set('con_1', { reply: 'here' })
  other.set('con_2', { reply: 'there' })
  one.set('con_1', { reply: 'here still' })
  const again = openTab()
  expect(again.of('con_1').reply).toBe('here still')
  expect(again.of('con_2').reply).toBe('there')
  other.set('con_2', { reply: '' })
  one.set('con_1', { note: 'and a note' })
  expect(openTab().of('con_2').reply).toBe('')
  expect(openTab().of('con_1')).toEqual({ reply: 'here still', note: 'and a note' })
})

it('takes over what another tab has, but for what is edited here', () => {
  const [one, other] = [openTab(), openTab()]
  one.set('con_1', { reply: 'typing here' })
  other.set('con_1', { reply: 'old' })
  other.set('con_2', { reply: 'there' })
  tell()
  expect(one.of('con_1').reply).toBe('typing here')
  expect(one.of('con_2').reply).toBe('there')
  other.set('con_2', { reply: '' })
  tell()
  expect(one.of('con_2').reply).toBe('')
})

it('follows the other tab again once what was typed here is gone', () => {
  const [one, other] = [openTab(), openTab()]
  one.set('con_1', { reply: 'sent' })
  one.set('con_1', { reply: '' })
  other.set('con_1', { reply: 'the next one' })
  tell()
  expect(one.of('con_1').reply).toBe('the next one')
})

it('keeps on the page what the storage does not take', () => {
  const full = () => {
    throw new DOMException('full', 'QuotaExceededError')
  }
  const drafts = createDrafts('org_1', 'usr_1', { getItem: () => null, setItem: full })
  drafts.set('con_1', { reply: 'one' })
  drafts.set('con_2', { reply: 'two' })
  tell()
  expect(drafts.of('con_1').reply).toBe('one')
  expect(drafts.of('con_2').reply).toBe('two')
})

/** As a browser does it: what was there before and what is there now, to the tabs that did not write. */
function write(change: () => void): void {
  const oldValue = localStorage.getItem(KEY)
  change()
  window.dispatchEvent(new StorageEvent('storage', { key: KEY, oldValue, newValue: localStorage.getItem(KEY) }))
}
const quoted = { id: 'msg_1', direction: 'in', author: null, type: 'text', text: 'Hi' } as unknown as Quoted

it('what another tab has sent is not offered here once more', () => {
  const [one, other] = [openTab(), openTab()]
  write(() => one.set('con_1', { reply: 'Hello', note: 'mine', answers: quoted }))
  other.set('con_1', { reply: 'Hello' })
  write(() => one.set('con_1', { answers: undefined }))
  write(() => one.set('con_1', { reply: '' }))
  expect(other.of('con_1')).toEqual({ reply: '', note: 'mine' })
  // And follows from now on.
  write(() => one.set('con_1', { reply: 'The next one' }))
  expect(other.of('con_1').reply).toBe('The next one')
})

it('what was typed further here stays when the other tab sends what it has', () => {
  const [one, other] = [openTab(), openTab()]
  write(() => one.set('con_1', { reply: 'Hello' }))
  // The other tab's words have not been heard of here when this one is sent.
  other.set('con_1', { reply: 'Hello, Amara' })
  write(() => one.set('con_1', { reply: '' }))
  expect(other.of('con_1').reply).toBe('Hello, Amara')
  expect(openTab().of('con_1').reply).toBe('Hello, Amara')
})

it('words that differ from what the other tab has cleared stay', () => {
  const [one, other] = [openTab(), openTab()]
  write(() => other.set('con_1', { reply: 'Hello' }))
  write(() => one.set('con_1', { reply: 'Hello!' }))
  write(() => one.set('con_1', { reply: '' }))
  expect(other.of('con_1').reply).toBe('Hello')
})

it('what is sent after the page was left is not offered where it is open again', () => {
  const [left, leave] = createRoot((dispose) => [openTab(), dispose])
  left.set('con_1', { reply: 'With a file' })
  leave()
  const open = openTab()
  open.set('con_1', { reply: 'With a file, and more' })
  expect(left.of('con_1').reply).toBe('With a file, and more')
  left.set('con_1', { reply: '' })
  expect(open.of('con_1').reply).toBe('')
  expect(localStorage.getItem(KEY)).toBe('{}')
})
