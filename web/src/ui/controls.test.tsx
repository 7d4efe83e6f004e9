import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal } from 'solid-js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Button, ButtonLink } from './button'
import { Checkbox } from './checkbox'
import { CodeField } from './code-field'
import { IconButton } from './icon-button'
import { PasswordField } from './password-field'
import { Segmented } from './segmented'
import { Switch } from './switch'
import { TextField } from './text-field'

afterEach(cleanup)

describe('Button', () => {
  it('says what it is doing, and ignores clicks meanwhile, without losing the focus', () => {
    const onClick = vi.fn()
    const [busy, setBusy] = createSignal<string>()
    render(() => (
      <Button onClick={onClick} busy={busy()}>
        Save
      </Button>
    ))
    const button = screen.getByRole('button', { name: 'Save' })
    button.focus()
    fireEvent.click(button)
    setBusy('Saving')
    fireEvent.click(button)
    expect(onClick).toHaveBeenCalledTimes(1)
    expect(button.textContent).toBe('Saving')
    expect(button.getAttribute('aria-busy')).toBe('true')
    expect(button.hasAttribute('disabled')).toBe(false)
    expect(document.activeElement).toBe(button)
  })

  it('does not send a form twice', () => {
    const onSubmit = vi.fn((event: Event) => event.preventDefault())
    render(() => (
      <form onSubmit={onSubmit}>
        <Button type="submit" busy="Sending">
          Send
        </Button>
      </form>
    ))
    fireEvent.click(screen.getByRole('button'))
    expect(onSubmit).not.toHaveBeenCalled()
  })

  it('is a link when it goes somewhere, and named when it is an icon', () => {
    render(() => (
      <>
        <ButtonLink href="/inbox">Go to the inbox</ButtonLink>
        <IconButton label="Help" shortcut="?" icon={<svg aria-hidden="true" />} />
      </>
    ))
    expect(screen.getByRole('link', { name: 'Go to the inbox' }).getAttribute('href')).toBe('/inbox')
    expect(screen.getByRole('button', { name: 'Help' }).dataset.tipKeys).toBe('?')
  })
})

describe('TextField', () => {
  it('ties its hint to the input, then its error instead', () => {
    const [error, setError] = createSignal<string>()
    render(() => (
      <TextField label="Name" name="name" value="" onInput={() => undefined} hint="As on a card" error={error()} />
    ))
    const input = screen.getByLabelText('Name')
    const message = () => document.getElementById(input.getAttribute('aria-describedby') ?? '')
    expect(message()?.textContent).toBe('As on a card')
    expect(input.hasAttribute('aria-invalid')).toBe(false)
    setError('Enter a name.')
    expect(message()?.textContent).toBe('Enter a name.')
    expect(message()?.getAttribute('role')).toBe('alert')
    expect(screen.queryByText('As on a card')).toBeNull()
    expect(input.getAttribute('aria-invalid')).toBe('true')
  })
})

describe('PasswordField', () => {
  it('shows the password when asked', () => {
    render(() => <PasswordField label="Password" name="password" value="secret" onInput={() => undefined} />)
    const input = screen.getByLabelText<HTMLInputElement>('Password')
    expect(input.type).toBe('password')
    fireEvent.click(screen.getByRole('button', { name: 'Show password' }))
    expect(input.type).toBe('text')
    expect(screen.getByRole('button', { name: 'Hide password' })).toBeTruthy()
  })

  it('judges a new password in words', () => {
    const [value, setValue] = createSignal('')
    render(() => <PasswordField label="Password" name="password" value={value()} onInput={setValue} meter />)
    expect(screen.getByText(/A short sentence works best/)).toBeTruthy()
    fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'clay and a warm kiln' } })
    expect(screen.getByText('Strong.')).toBeTruthy()
  })
})

describe('CodeField', () => {
  it('takes digits only, also pasted with a space, and says when it is complete', () => {
    const onComplete = vi.fn()
    const [code, setCode] = createSignal('')
    render(() => <CodeField label="Code" name="code" value={code()} onInput={setCode} onComplete={onComplete} />)
    const input = screen.getByLabelText('Code')
    expect(input.getAttribute('autocomplete')).toBe('one-time-code')
    fireEvent.input(input, { target: { value: '12a3' } })
    expect(code()).toBe('123')
    expect(onComplete).not.toHaveBeenCalled()
    fireEvent.input(input, { target: { value: '123 456' } })
    expect(onComplete.mock.calls).toEqual([['123456']])
  })
})

describe('choices', () => {
  it('are a checkbox, a switch and radio buttons for assistive technology', () => {
    const onCheck = vi.fn()
    const onSwitch = vi.fn()
    const onChoose = vi.fn()
    render(() => (
      <>
        <Checkbox label="I agree" checked={false} onChange={onCheck} error="Accept the terms to continue." />
        <Switch label="Single keys" hint="While not typing" checked={true} onChange={onSwitch} />
        <Segmented
          label="Theme"
          options={[
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          value="light"
          onChange={onChoose}
        />
      </>
    ))
    const checkbox = screen.getByRole('checkbox', { name: 'I agree' })
    expect(checkbox.getAttribute('aria-invalid')).toBe('true')
    fireEvent.click(checkbox)
    expect(onCheck).toHaveBeenCalledWith(true)
    fireEvent.click(screen.getByRole('switch', { name: 'Single keys' }))
    expect(onSwitch).toHaveBeenCalledWith(false)
    expect(screen.getByRole('group', { name: 'Theme' })).toBeTruthy()
    fireEvent.click(screen.getByRole('radio', { name: 'Dark' }))
    expect(onChoose).toHaveBeenCalledWith('dark')
  })
})
