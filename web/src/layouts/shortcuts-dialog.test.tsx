import { cleanup, render, screen } from '@solidjs/testing-library'
import { afterEach, expect, it } from 'vitest'
import { shortcutLabel } from '../shared/shortcuts'
import ShortcutsDialog from './shortcuts-dialog'

afterEach(cleanup)

it('names the palette’s keys as this device does, in the list and in the note', async () => {
  render(() => <ShortcutsDialog open onOpenChange={() => undefined} />)
  await screen.findAllByText('Ctrl')
  expect(shortcutLabel('mod+k')).toBe('Ctrl K')
  screen.getByText(/Ctrl K and esc stay\./)
  expect(document.body.textContent).not.toContain('⌘')
})
