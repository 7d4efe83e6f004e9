import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Button } from './button'
import { ConfirmDialog } from './confirm-dialog'
import { Dialog } from './dialog'
import { Menu } from './menu'
import { Select } from './select'
import { clearToasts, showToast, ToastRegion } from './toast'

afterEach(cleanup)

describe('ConfirmDialog', () => {
  function setUp(onConfirm = vi.fn()) {
    const [open, setOpen] = createSignal(false)
    const [busy, setBusy] = createSignal<string>()
    render(() => (
      <>
        <Button onClick={() => setOpen(true)}>Revoke…</Button>
        <ConfirmDialog
          open={open()}
          onOpenChange={setOpen}
          title="Revoke “Shop backend”?"
          text="It can’t be used from then on."
          confirmLabel="Revoke key"
          busy={busy()}
          onConfirm={onConfirm}
        />
      </>
    ))
    const opener = screen.getByRole('button', { name: 'Revoke…' })
    opener.focus()
    fireEvent.click(opener)
    return { opener, onConfirm, setBusy }
  }

  it('names the thing, starts on the safe choice and gives the focus back', async () => {
    const { opener, onConfirm } = setUp()
    const dialog = await screen.findByRole('dialog', { name: 'Revoke “Shop backend”?' })
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'))
    fireEvent.keyDown(dialog, { key: 'Escape' })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(document.activeElement).toBe(opener))
    expect(onConfirm).not.toHaveBeenCalled()
  })

  it('can’t be left while it works', async () => {
    const { onConfirm, setBusy } = setUp()
    await screen.findByRole('dialog')
    fireEvent.click(screen.getByRole('button', { name: 'Revoke key' }))
    expect(onConfirm).toHaveBeenCalledTimes(1)
    setBusy('Revoking')
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' })
    expect(screen.getByRole('button', { name: 'Revoking' }).getAttribute('aria-busy')).toBe('true')
    expect(screen.getByRole('button', { name: 'Cancel' }).hasAttribute('disabled')).toBe(true)
  })
})

describe('Menu', () => {
  it('opens by the keyboard with its first item chosen, runs it, and gives the focus back', async () => {
    const onSelect = vi.fn()
    render(() => (
      <Menu label="More" trigger="…" items={[{ label: 'Rename', onSelect }, 'separator', { label: 'Leave' }]} />
    ))
    const trigger = screen.getByRole('button', { name: 'More' })
    expect(trigger.getAttribute('aria-haspopup')).toBe('menu')
    trigger.focus()
    fireEvent.keyDown(trigger, { key: 'ArrowDown' })
    const item = await screen.findByRole('menuitem', { name: 'Rename' })
    await waitFor(() => expect(document.activeElement).toBe(item))
    fireEvent.keyDown(item, { key: 'Enter' })
    expect(onSelect).toHaveBeenCalledTimes(1)
    await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('More'))
  })
})

describe('Select', () => {
  it('is a named button with a list for few options and a search box for many', () => {
    const many = Array.from({ length: 30 }, (_, index) => ({ value: `v${index}`, label: `Zone ${index}` }))
    render(() => (
      <>
        <Select
          label="Role"
          options={[
            { value: 'agent', label: 'Agent' },
            { value: 'admin', label: 'Admin' },
          ]}
          value="agent"
          onChange={() => undefined}
        />
        <Select label="Time zone" options={many} value="v3" onChange={() => undefined} />
      </>
    ))
    const role = screen.getByRole('button', { name: /Role/ })
    expect(role.textContent).toBe('Agent')
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Time zone' }).value).toBe('Zone 3')
  })

  it('opens its list inside the dialog that it is in', async () => {
    render(() => (
      <Dialog open onOpenChange={() => undefined} title="Create an API key">
        <Select
          label="Role"
          options={[
            { value: 'agent', label: 'Agent' },
            { value: 'admin', label: 'Admin' },
          ]}
          value="agent"
          onChange={() => undefined}
        />
      </Dialog>
    ))
    fireEvent.keyDown(screen.getByRole('button', { name: /Role/ }), { key: 'ArrowDown' })
    const option = await screen.findByRole('option', { name: 'Admin' })
    expect(option.closest('[role="dialog"]')).not.toBeNull()
  })
})

describe('toasts', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    clearToasts()
    vi.useRealTimers()
  })

  it('go after five seconds, but not from under the pointer', () => {
    render(() => <ToastRegion />)
    const region = screen.getByRole('region', { name: 'Messages about what you did' })
    showToast({ text: 'Conversation closed' })
    fireEvent.pointerEnter(region)
    vi.advanceTimersByTime(20_000)
    expect(screen.getByText('Conversation closed')).toBeTruthy()
    fireEvent.pointerLeave(region)
    vi.advanceTimersByTime(5_000)
    expect(screen.queryByText('Conversation closed')).toBeNull()
  })

  it('are three at most; the oldest makes room, one that waits for an answer stays', () => {
    render(() => <ToastRegion />)
    showToast({ text: 'New version', sticky: true })
    for (const text of ['One', 'Two', 'Three']) showToast({ text })
    expect(screen.queryByText('One')).toBeNull()
    for (const text of ['New version', 'Two', 'Three']) expect(screen.getByText(text)).toBeTruthy()
    vi.advanceTimersByTime(10_000)
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByText('New version')).toBeNull()
  })

  it('run their action once and go', () => {
    const onSelect = vi.fn()
    render(() => <ToastRegion />)
    showToast({ text: 'Closed', action: { label: 'Undo', onSelect } })
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
    expect(onSelect).toHaveBeenCalledTimes(1)
    expect(screen.queryByText('Closed')).toBeNull()
  })
})
