import { cleanup, fireEvent, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { refusal, stubApi } from '../auth/test-kit'
import { COUNT, draw, drawList, linkOf, rowOf, rows, stubWindow } from './test-list'

const tabbable = () =>
  [...document.querySelectorAll<HTMLElement>('[data-conversation] a, [data-conversation] input')]
    .filter(({ tabIndex }) => tabIndex === 0)
    .map((element) => `${element.tagName} ${element.closest<HTMLElement>('[data-conversation]')?.dataset.conversation}`)
const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key })

beforeEach(stubWindow)
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('without single keys', () => {
  it('Tab comes to the first row, or to the one that is open', async () => {
    const { setSelected } = await draw()
    expect(tabbable()).toEqual(['INPUT con_0', 'A con_0'])
    setSelected('con_2')
    expect(tabbable()).toEqual(['INPUT con_2', 'A con_2'])
  })

  it('the arrows, Home and End move between the rows, also to those not drawn yet', async () => {
    await draw()
    expect(rowOf(COUNT - 1)).toBeNull()
    linkOf(0).focus()
    press('ArrowDown')
    expect(document.activeElement).toBe(linkOf(1))
    expect(tabbable()).toEqual(['INPUT con_1', 'A con_1'])
    press('ArrowUp')
    press('ArrowUp')
    expect(document.activeElement).toBe(linkOf(0))
    press('End')
    await waitFor(() => expect(document.activeElement).toBe(linkOf(COUNT - 1)))
    press('ArrowDown')
    expect(document.activeElement).toBe(linkOf(COUNT - 1))
    press('Home')
    await waitFor(() => expect(document.activeElement).toBe(linkOf(0)))
  })

  it('keys with Ctrl or Alt are left to the browser', async () => {
    await draw()
    linkOf(0).focus()
    fireEvent.keyDown(linkOf(0), { key: 'ArrowDown', altKey: true })
    expect(document.activeElement).toBe(linkOf(0))
  })
})

describe('without rows', () => {
  it('says what is wrong and tries again', async () => {
    let isBroken = true
    stubApi({
      'GET /api/conversations?limit=50&view=all': () =>
        isBroken ? refusal(403, 'auth.forbidden') : { body: { items: [rows[0]], nextCursor: null } },
    })
    drawList({ view: 'all' })
    await screen.findByText('The list could not be loaded.')
    screen.getByText('The server said auth.forbidden.')
    isBroken = false
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByText('Person 0')
  })

  it('says what the view is for, and what to try when a search found nothing', async () => {
    const none = () => ({ body: { items: [], nextCursor: null } })
    stubApi({
      'GET /api/conversations?limit=50&view=snoozed': none,
      'GET /api/conversations?limit=50&view=all&search=zzz': none,
    })
    drawList({ view: 'snoozed' })
    await screen.findByText('Nothing is snoozed')
    cleanup()
    drawList({ view: 'all', search: 'zzz' })
    await screen.findByText('Nothing found')
  })

  it('has its geometry while it loads', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}))
    drawList({ view: 'all' })
    await screen.findByRole('status', { name: 'Loading' })
  })
})
