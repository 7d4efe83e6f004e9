import { type Accessor, createSignal, onCleanup } from 'solid-js'
import type { ZodType } from 'zod'
import { ApiError } from './api-error'
import { formatDuration, startCountdown } from './duration'
import { errorText } from './errors'
import { t } from './i18n'

export type FormValues = Record<string, string | boolean>
type FieldErrors = Readonly<Record<string, string | undefined>>
type Names<Values, Kind> = { [Name in keyof Values]: Values[Name] extends Kind ? Name : never }[keyof Values] & string

export type FormOptions<Values extends FormValues, Output> = {
  /** Loaded at the first keystroke, so that zod is in no page's first load: `() => import('…').then((m) => m.loginSchema)`. */
  schema: () => Promise<ZodType<Output>>
  initial: Values
  /** Gets what the schema made of the values. What it throws is shown: fields, wait or sentence. */
  onSubmit: (values: Output) => Promise<void>
  /** Looks at an error first; `true` means that the page has dealt with it. */
  onError?: (error: ApiError) => boolean
}

export type FieldBinding = {
  name: string
  value: string
  onInput: (value: string) => void
  onBlur: () => void
  error: string | undefined
}
export type CheckboxBinding = {
  name: string
  checked: boolean
  onChange: (checked: boolean) => void
  error: string | undefined
}
export type ChoiceBinding<Value extends string> = {
  name: string
  value: Value
  onChange: (value: Value) => void
  error: string | undefined
}

export type Form<Values extends FormValues> = {
  /** For TextField, PasswordField, CodeField: `<TextField label="…" {...form.field('email')} />` */
  field: (name: Names<Values, string>) => FieldBinding
  /** For Checkbox. */
  checkbox: (name: Names<Values, boolean>) => CheckboxBinding
  /** For Select and Segmented. */
  choice: <Name extends Names<Values, string>>(name: Name) => ChoiceBinding<Values[Name] & string>
  /** `<form onSubmit={form.submit} novalidate>`; or call it without an event. */
  submit: (event?: SubmitEvent) => Promise<void>
  submitting: Accessor<boolean>
  /** What went wrong with the whole, in a sentence; counts down after a 429. */
  formError: Accessor<string | undefined>
  /** Seconds until the server wants to be asked again; 0 when it may be asked now. */
  waitSeconds: Accessor<number>
  /** Reactive: read it where it is needed. */
  readonly values: Values
  dirty: Accessor<boolean>
  setValue: <Name extends keyof Values & string>(name: Name, value: Values[Name]) => void
  setError: (name: keyof Values & string, message: string | undefined) => void
  setFormError: (message: string | undefined) => void
  /** Back to the initial values, or to new ones (after saving). */
  reset: (values?: Values) => void
}

export function createForm<Values extends FormValues, Output>(options: FormOptions<Values, Output>): Form<Values> {
  const [initial, setInitial] = createSignal<FormValues>(options.initial, { equals: false })
  // Signals and no store: forms are small, and the sign-in page should be.
  const [values, setValues] = createSignal<FormValues>({ ...options.initial })
  const [errors, setErrors] = createSignal<FieldErrors>({})
  const [submitting, setSubmitting] = createSignal(false)
  const [formError, setFormError] = createSignal<string>()
  const [waitSeconds, setWaitSeconds] = createSignal(0)
  const touched = new Set<string>()
  let stopCountdown: (() => void) | undefined
  onCleanup(() => stopCountdown?.())

  let schema: Promise<ZodType<Output>> | undefined
  const loadSchema = () => {
    schema ??= options.schema().catch((error: unknown) => {
      schema = undefined
      throw error
    })
    return schema
  }

  function change(name: string, value: string | boolean): void {
    touched.add(name)
    setValues((before) => ({ ...before, [name]: value }))
    setError(name, undefined)
    // The one for a wait stays: typing does not make it shorter.
    if (waitSeconds() === 0) setFormError(undefined)
    void loadSchema().catch(() => undefined)
  }

  function setError(name: string, message: string | undefined): void {
    if (errors()[name] !== message) setErrors((before) => ({ ...before, [name]: message }))
  }

  async function validateField(name: string): Promise<void> {
    if (!touched.has(name)) return
    const parsed = await (await loadSchema()).safeParseAsync(values())
    const issue = parsed.success
      ? undefined
      : parsed.error.issues.find((candidate) => candidate.path.join('.') === name)
    setError(name, issue?.message)
  }

  function showError(error: unknown): void {
    if (!(error instanceof ApiError)) {
      // Not the server's answer but a fault of ours: it belongs on the console too.
      console.error(error)
      setFormError(errorText(error))
      return
    }
    if (options.onError?.(error)) return
    if (error.retryAfterSeconds !== undefined) {
      wait(error.retryAfterSeconds)
      return
    }
    const strangers: string[] = []
    for (const problem of error.fieldProblems) {
      if (problem.path in values()) setError(problem.path, problem.message)
      else strangers.push(problem.message)
    }
    if (error.fieldProblems.length === 0) setFormError(errorText(error))
    else if (strangers.length > 0) setFormError(strangers.join(' '))
  }

  function wait(seconds: number): void {
    stopCountdown?.()
    stopCountdown = startCountdown(seconds, (left) => {
      setWaitSeconds(left)
      setFormError(left > 0 ? t('errors.tryAgainIn', { time: formatDuration(left) }) : t('errors.tryAgainNow'))
    })
  }

  async function submit(event?: SubmitEvent): Promise<void> {
    event?.preventDefault()
    if (submitting() || waitSeconds() > 0) return
    const element = event?.currentTarget instanceof HTMLFormElement ? event.currentTarget : undefined
    setSubmitting(true)
    setFormError(undefined)
    try {
      const parsed = await (await loadSchema()).safeParseAsync(values())
      if (parsed.success) await options.onSubmit(parsed.data)
      else for (const issue of parsed.error.issues.toReversed()) setError(issue.path.join('.'), issue.message)
    } catch (error) {
      showError(error)
    } finally {
      setSubmitting(false)
    }
    if (element) focusFirstInvalid(element, errors())
  }

  return {
    field: (name) => ({
      name,
      get value() {
        return String(values()[name])
      },
      get error() {
        return errors()[name]
      },
      onInput: (value) => change(name, value),
      onBlur: () => void validateField(name).catch(() => undefined),
    }),
    checkbox: (name) => ({
      name,
      get checked() {
        return values()[name] === true
      },
      get error() {
        return errors()[name]
      },
      onChange: (checked) => change(name, checked),
    }),
    choice: (name) => ({
      name,
      get value() {
        // The store's type is wider than the caller's; the names were checked by the signature.
        return values()[name] as Values[typeof name] & string
      },
      get error() {
        return errors()[name]
      },
      onChange: (value) => change(name, value),
    }),
    submit,
    submitting,
    formError,
    waitSeconds,
    get values() {
      return values() as Values
    },
    dirty: () => Object.entries(initial()).some(([name, value]) => values()[name] !== value),
    setValue: change,
    setError,
    setFormError,
    reset: (next) => {
      if (next) setInitial(() => next)
      setValues({ ...initial() })
      setErrors({})
      setFormError(undefined)
      touched.clear()
    },
  }
}

function focusFirstInvalid(form: HTMLFormElement, errors: FieldErrors): void {
  for (const control of form.querySelectorAll<HTMLElement>('[name]')) {
    if (!errors[control.getAttribute('name') ?? '']) continue
    control.focus()
    return
  }
}
