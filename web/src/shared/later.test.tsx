import { cleanup, render, screen } from '@solidjs/testing-library'
import { afterEach, expect, test, vi } from 'vitest'
import { later, loadParts } from './later'

afterEach(cleanup)

const Note = (props: { text: string }) => <p>{props.text}</p>

test('keeps the place of a part until it is there, and draws the next one at once', async () => {
  const load = vi.fn(async () => Note)
  const Later = later(load, () => <i>…</i>)
  render(() => <Later text="one" />)
  expect(screen.getByText('…')).toBeTruthy()
  await screen.findByText('one')
  render(() => <Later text="two" />)
  expect(screen.getByText('two')).toBeTruthy()
  expect(load).toHaveBeenCalledTimes(1)
})

test('asks again for what failed to load', async () => {
  const load = vi.fn(async () => Note).mockRejectedValueOnce(new Error('offline'))
  const Later = later(load)
  render(() => <Later text="one" />)
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(1))
  render(() => <Later text="two" />)
  await screen.findByText('two')
  expect(screen.getByText('one')).toBeTruthy()
})

test('what did not arrive is fetched when the network is back', async () => {
  const load = vi.fn(async () => Note).mockRejectedValueOnce(new Error('offline'))
  const Later = later(load)
  render(() => <Later text="one" />)
  await load.mock.results[0]?.value.catch(() => {})
  await Promise.resolve()
  window.dispatchEvent(new Event('online'))
  await screen.findByText('one')
})

test('loads every part ahead, so that none is missed without a network', async () => {
  const load = vi.fn(async () => Note)
  const Later = later(load, () => <i>…</i>)
  loadParts()
  await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(1))
  await load.mock.results[0]?.value
  render(() => <Later text="one" />)
  expect(screen.getByText('one')).toBeTruthy()
  expect(screen.queryByText('…')).toBeNull()
})
