import { cleanup, fireEvent, render, screen, waitFor } from '@solidjs/testing-library'
import { Show } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { Button } from '../ui/button'
import { TextField } from '../ui/text-field'
import { ApiError } from './api-error'
import { createForm } from './form'

const schema = z.strictObject({
  name: z.string().trim().min(1, 'Enter a name.'),
  email: z.email('Enter an address.'),
})

function setUp(onSubmit: (values: { name: string; email: string }) => Promise<void> = async () => undefined) {
  const load = vi.fn(async () => schema)
  const Form = () => {
    const form = createForm({ schema: load, initial: { name: '', email: '' }, onSubmit })
    return (
      <form onSubmit={form.submit} novalidate aria-label="Sample">
        <TextField label="Name" {...form.field('name')} />
        <TextField label="Email" {...form.field('email')} />
        <Show when={form.formError()}>{(text) => <p data-testid="form-error">{text()}</p>}</Show>
        <Button type="submit" busy={form.submitting() ? 'Saving' : undefined}>
          Save
        </Button>
      </form>
    )
  }
  render(() => <Form />)
  return {
    load,
    name: screen.getByLabelText<HTMLInputElement>('Name'),
    email: screen.getByLabelText<HTMLInputElement>('Email'),
    submit: () => fireEvent.submit(screen.getByRole('form', { name: 'Sample' })),
  }
}

const refuse = (init: ConstructorParameters<typeof ApiError>[0]) => async () => {
  throw new ApiError(init)
}

describe('a form', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] }))
  afterEach(() => {
    cleanup()
    vi.useRealTimers()
  })

  it('does not load its schema before somebody types', () => {
    const { load, name } = setUp()
    expect(load).not.toHaveBeenCalled()
    fireEvent.input(name, { target: { value: 'I' } })
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('says nothing about a field that was only passed through', async () => {
    const { name } = setUp()
    fireEvent.blur(name)
    await Promise.resolve()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('validates on leaving a field and clears while typing', async () => {
    const { email } = setUp()
    fireEvent.input(email, { target: { value: 'ifeoma' } })
    fireEvent.blur(email)
    expect((await screen.findByRole('alert')).textContent).toBe('Enter an address.')
    expect(email.getAttribute('aria-invalid')).toBe('true')
    fireEvent.input(email, { target: { value: 'ifeoma@' } })
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('moves to the first invalid field on submit and does not send', async () => {
    const onSubmit = vi.fn(async () => undefined)
    const { submit, name } = setUp(onSubmit)
    submit()
    await waitFor(() => expect(screen.getAllByRole('alert')).toHaveLength(2))
    await waitFor(() => expect(document.activeElement).toBe(name))
    expect(onSubmit).not.toHaveBeenCalled()
  })

  it('sends what the schema made of the values, once', async () => {
    let finish: (() => void) | undefined
    const onSubmit = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
    const { submit, name, email } = setUp(onSubmit)
    fireEvent.input(name, { target: { value: '  Ifeoma ' } })
    fireEvent.input(email, { target: { value: 'i@example.com' } })
    submit()
    submit()
    expect((await screen.findByRole('button', { name: 'Saving' })).getAttribute('aria-busy')).toBe('true')
    // Vitest’s own: the other one waits on the interval that is faked here.
    await vi.waitFor(() => expect(onSubmit).toHaveBeenCalled())
    finish?.()
    await screen.findByRole('button', { name: 'Save' })
    expect(onSubmit.mock.calls).toEqual([[{ name: 'Ifeoma', email: 'i@example.com' }]])
  })

  async function submitFilled(form: ReturnType<typeof setUp>) {
    fireEvent.input(form.name, { target: { value: 'Ifeoma' } })
    fireEvent.input(form.email, { target: { value: 'i@example.com' } })
    form.submit()
  }

  it('puts the server’s words at the fields they are about', async () => {
    const form = setUp(
      refuse({
        status: 400,
        code: 'request.invalid',
        message: '',
        details: [
          { path: 'email', message: 'This domain takes no mail.' },
          { path: 'plan', message: 'Choose a plan.' },
        ],
      }),
    )
    await submitFilled(form)
    expect((await screen.findByRole('alert')).textContent).toBe('This domain takes no mail.')
    expect(screen.getByTestId('form-error').textContent).toBe('Choose a plan.')
    await waitFor(() => expect(document.activeElement).toBe(form.email))
  })

  it('counts down after a 429 and sends nothing meanwhile', async () => {
    const onSubmit = vi.fn(
      refuse({ status: 429, code: 'rate_limit.exceeded', message: '', details: { retryAfterSeconds: 252 } }),
    )
    const form = setUp(onSubmit)
    await submitFilled(form)
    expect((await screen.findByTestId('form-error')).textContent).toContain('Try again in 4m 12s')
    vi.advanceTimersByTime(12_000)
    expect(screen.getByTestId('form-error').textContent).toContain('Try again in 4m.')
    form.submit()
    expect(onSubmit).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(240_000)
    expect(screen.getByTestId('form-error').textContent).toBe('You can try again now.')
  })

  it('has a sentence for a code and the server’s own for one it does not know', async () => {
    const form = setUp(refuse({ status: 409, code: 'some.new_code', message: 'The kiln is hot.' }))
    await submitFilled(form)
    expect((await screen.findByTestId('form-error')).textContent).toBe('The kiln is hot.')
  })
})
