import { render, screen, waitFor } from '@solidjs/testing-library'
import { createSignal, Show } from 'solid-js'
import { expect, test } from 'vitest'
import { Dialog } from './dialog'

test('a dialog that is gone leaves no page hidden behind it', async () => {
  const root = document.createElement('div')
  root.id = 'root'
  root.setAttribute('aria-hidden', 'true')
  document.body.append(root)
  const [isThere, setThere] = createSignal(true)
  render(() => (
    <Show when={isThere()}>
      <Dialog open onOpenChange={() => {}} title="Codes" />
    </Show>
  ))
  await screen.findByRole('dialog')
  expect(root.hasAttribute('aria-hidden')).toBe(true)
  setThere(false)
  await waitFor(() => expect(root.hasAttribute('aria-hidden')).toBe(false))
  root.remove()
})
