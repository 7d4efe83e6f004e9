import { createRoot } from 'solid-js'
import { expect, it, vi } from 'vitest'
import { attachmentsOf } from './attachments'
import { askBeforeFilesAreLost } from './attachments-kept'

vi.mock('./attachments-check', () => ({ checkFile: () => new Promise(() => {}) }))
const place = { organizationId: 'org_1', conversationId: 'con_1' }
const file = new File(['x'], 'list.pdf', { type: 'application/pdf' })

function isAsked(): boolean {
  const event = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(event)
  return event.defaultPrevented
}

it('the files of a conversation are there again for their person, and for nobody else', () => {
  attachmentsOf({ ...place, userId: 'usr_1' }).add([file])
  expect(attachmentsOf({ ...place, userId: 'usr_1' }).items()).toHaveLength(1)
  expect(attachmentsOf({ ...place, userId: 'usr_2' }).items()).toEqual([])
  expect(attachmentsOf({ ...place, conversationId: 'con_2', userId: 'usr_1' }).items()).toEqual([])
})

it('the browser asks before attached files are lost', () => {
  const stop = createRoot((dispose) => {
    askBeforeFilesAreLost('usr_3')
    return dispose
  })
  expect(isAsked()).toBe(false)
  const attachments = attachmentsOf({ ...place, userId: 'usr_3' })
  attachments.add([file])
  expect(isAsked()).toBe(true)
  attachments.remove(attachments.items()[0]?.id ?? '')
  expect(isAsked()).toBe(false)
  attachments.add([file])
  stop()
  expect(isAsked()).toBe(false)
})
