import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { en } from '../strings/en'
import { Menu } from './menu'
import { clearToasts, ToastRegion } from './toast'

const network = vi.hoisted(() => ({ isDown: true, thrown: [] as unknown[] }))
vi.mock('./menu-popup', async (importOriginal) => {
  const real = await importOriginal<typeof import('./menu-popup')>()
  return {
    get default() {
      if (network.isDown) throw new TypeError('Failed to fetch dynamically imported module')
      return real.default
    },
  }
})
const note = (error: unknown) => void network.thrown.push(error)
beforeEach(() => process.on('unhandledRejection', note))
afterEach(() => {
  process.off('unhandledRejection', note)
  cleanup()
  clearToasts()
})

it('a menu that was not fetched in time says why it stays shut, and opens when the network is back', async () => {
  render(() => (
    <>
      <ToastRegion />
      <Menu label="More" trigger="…" items={[{ label: 'Rename' }]} />
    </>
  ))
  const button = screen.getByRole('button', { name: 'More' })
  fireEvent.pointerEnter(button)
  await new Promise((resolve) => setImmediate(resolve))
  expect(screen.queryByText(en.errors.codes['network.offline'])).toBeNull()
  button.focus()
  fireEvent.keyDown(button, { key: 'ArrowDown' })
  await screen.findByText(en.errors.codes['network.offline'])
  expect(screen.getByRole('button', { name: 'More' })).toBe(button)
  expect(network.thrown).toEqual([])

  network.isDown = false
  fireEvent.keyDown(button, { key: 'ArrowDown' })
  const item = await screen.findByRole('menuitem', { name: 'Rename' })
  await waitFor(() => expect(document.activeElement).toBe(item))
})
