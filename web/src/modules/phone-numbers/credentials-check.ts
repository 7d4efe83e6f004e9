import type {
  CheckResult,
  CredentialField,
  CredentialsInput,
} from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { createMemo, createSignal, onCleanup } from 'solid-js'
import {
  askable,
  type CheckRow,
  type CredentialValues,
  type CredentialWay,
  fieldOfRow,
  type Problem,
  problemOf,
  rowsAfter,
  rowsOf,
  type Waiting,
  waitingFor,
} from './credential-rules'

/** Long enough that typing asks once, short enough that pasting feels immediate. */
const PAUSE_MS = 400

export type RowState =
  | { kind: 'waiting'; for: Waiting }
  | { kind: 'checking' }
  | { kind: 'ok' | 'warning' | 'failed' | 'unknown'; message: string | null; action: string | null; ms: number }

export type CredentialsCheckOptions = {
  way: CredentialWay
  initial: CredentialValues
  /** Own apps that were given before: their secret need not come again. */
  knownAppIds: () => readonly string[]
  ask: (input: CredentialsInput, signal: AbortSignal) => Promise<CheckResult>
  /** A sentence for a request that brought no answer. */
  describe: (error: unknown) => string
}

/** Asks about what is typed, after each pause. A newer question takes the place of the one before. */
export function createCredentialsCheck(options: CredentialsCheckOptions) {
  const [values, setValues] = createSignal(options.initial)
  const [result, setResult] = createSignal<CheckResult | null>(null)
  const [pending, setPending] = createSignal<ReadonlySet<CheckRow>>(new Set<CheckRow>())
  const [took, setTook] = createSignal<Partial<Record<CheckRow, number>>>({})
  const [noAnswer, setNoAnswer] = createSignal<string | null>(null)
  /** Fields whose problem is shown: not while somebody is still typing. */
  const [settled, setSettled] = createSignal<ReadonlySet<CredentialField>>(new Set<CredentialField>())
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined
  onCleanup(() => {
    clearTimeout(timer)
    asking?.abort()
  })

  function change(field: CredentialField, value: string): void {
    setValues((before) => ({ ...before, [field]: value }))
    setSettled((before) => new Set([...before].filter((one) => one !== field)))
    setPending((before) => new Set([...before, ...rowsAfter[field]]))
    clearTimeout(timer)
    asking?.abort()
    timer = setTimeout(() => {
      settle(field)
      void run()
    }, PAUSE_MS)
  }

  const settle = (field: CredentialField) => setSettled((before) => new Set([...before, field]))

  async function run(): Promise<void> {
    clearTimeout(timer)
    asking?.abort()
    const input = askable(options.way, values())
    if (!input) {
      setResult(null)
      setPending(new Set<CheckRow>())
      return
    }
    const own = new AbortController()
    asking = own
    const startedAt = performance.now()
    try {
      const answer = await options.ask(input, own.signal)
      if (asking !== own) return
      const ms = performance.now() - startedAt
      setTook((before) => ({ ...before, ...Object.fromEntries([...pending()].map((row) => [row, ms])) }))
      setNoAnswer(null)
      setResult(answer)
      setPending(new Set<CheckRow>())
    } catch (error) {
      if (asking !== own || own.signal.aborted) return
      setNoAnswer(options.describe(error))
      setPending(new Set<CheckRow>())
    }
  }

  const isAppKnown = () => options.knownAppIds().includes(values().metaAppId.trim())
  const rowState = (row: CheckRow): RowState => {
    const waiting = waitingFor(row, { way: options.way, values: values(), isAppKnown: isAppKnown() })
    if (waiting) return { kind: 'waiting', for: waiting }
    if (pending().has(row)) return { kind: 'checking' }
    const ms = took()[row] ?? 0
    const error = noAnswer()
    if (error !== null) return { kind: 'unknown', message: error, action: null, ms }
    const answer = result()
    if (!answer) return { kind: 'checking' }
    const { status, message, action } = fieldOfRow(row, answer)
    if (status === 'unchecked') return { kind: 'waiting', for: row === 'app' ? 'appSecret' : 'validToken' }
    return { kind: status, message, action, ms }
  }
  const states = createMemo(() => rowsOf(options.way).map((row) => ({ row, state: rowState(row) })))
  const isFine = ({ state }: { state: RowState }) => state.kind === 'ok' || state.kind === 'warning'

  return {
    values,
    change,
    settle,
    /** Asks again, at once. */
    again: () => {
      setPending(new Set(rowsOf(options.way)))
      return run()
    },
    /** What the server refused after all. */
    refuse: (fields: readonly { path: CredentialField; message: string; action: string | null }[]) =>
      setResult((before) =>
        before
          ? {
              ...before,
              canConnect: false,
              fields: {
                ...before.fields,
                ...Object.fromEntries(
                  fields.map(({ path, message, action }) => [path, { status: 'failed' as const, message, action }]),
                ),
              },
            }
          : before,
      ),
    states,
    isAppKnown,
    found: () => result()?.found ?? null,
    isChecking: () => pending().size > 0 && askable(options.way, values()) !== null,
    hasNoAnswer: () => noAnswer() !== null,
    left: () => states().filter((one) => !isFine(one)).length,
    canConnect: () => states().every(isFine) && result()?.canConnect === true,
    /** Shown once the typing has paused or the field was left. */
    problem: (field: CredentialField): Problem | null =>
      settled().has(field) ? problemOf(field, values()[field]) : null,
    refusal: (field: CredentialField): string | null => {
      const row = rowOfField(field)
      const state = states().find((one) => one.row === row)?.state
      return state?.kind === 'failed' ? state.message : null
    },
    isFieldFine: (field: CredentialField): boolean => {
      const state = states().find((one) => one.row === rowOfField(field))
      return state !== undefined && isFine(state) && values()[field].trim() !== ''
    },
  }
}
export type CredentialsCheck = ReturnType<typeof createCredentialsCheck>

/** Where a refusal is written: that of an app stands below its secret. */
function rowOfField(field: CredentialField): CheckRow {
  if (field === 'accessToken') return 'token'
  if (field === 'wabaId') return 'account'
  return field === 'metaPhoneNumberId' ? 'number' : 'app'
}
