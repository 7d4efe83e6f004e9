import { beforeEach, expect, it } from 'vitest'
import { createDrafts } from './drafts'

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
