/**
 * Faults at the bindings. Every call of an invocation to D1, R2, a queue, an object or fetch is an operation with a
 * number; a plan says which of them fails, and whether before or after it took effect. After a kill nothing of that
 * invocation gets through any more, as when the isolate died between two awaits.
 */
export type OperationKind = 'd1' | 'r2' | 'queue' | 'object' | 'fetch' | 'email'
export type Operation = { kind: OperationKind; name: string }
export class Killed extends Error {
  override name = 'Killed'
}

type Plan =
  | { type: 'kill'; at: number; when: 'before' | 'after' }
  | { type: 'flaky'; rate: number; random: () => number; kinds: readonly OperationKind[] }

let plan: Plan | undefined
let last: Operation[] = []

/** One run of an entry: a request, a queue batch, a cron. */
export class Invocation {
  readonly operations: Operation[] = []
  #dead = false

  /** Only an entry's own invocation meets the plan; the plan is for the next one. */
  readonly #plan = plan
  constructor() {
    if (plan?.type === 'kill') plan = undefined
    last = this.operations
  }

  async run<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
    if (this.#dead) throw new Killed(`after the kill: ${operation.name}`)
    const at = this.operations.push(operation) - 1
    this.#strike(operation, at, 'before')
    const result = await work()
    if (this.#dead) throw new Killed(`after the kill: ${operation.name}`)
    this.#strike(operation, at, 'after')
    return result
  }

  #strike(operation: Operation, at: number, when: 'before' | 'after'): void {
    if (this.#plan?.type === 'kill' && this.#plan.at === at && this.#plan.when === when) {
      this.#dead = true
      throw new Killed(`${when} operation ${at}, ${operation.kind} ${operation.name}`)
    }
    if (
      this.#plan?.type === 'flaky' &&
      this.#plan.kinds.includes(operation.kind) &&
      this.#plan.random() < this.#plan.rate / 2
    )
      throw new Error(
        operation.kind === 'd1' ? 'D1_ERROR: Network connection lost.' : `${operation.kind}: Network connection lost.`,
      )
  }
}

export const faults = {
  /** The next invocation dies at its operation number `at`, before or after the operation took effect. */
  killNext(at: number, when: 'before' | 'after'): void {
    plan = { type: 'kill', at, when }
  },
  /** Every invocation from now on loses this share of its operations, repeatably for a seed. */
  flaky({
    seed,
    rate,
    kinds = ['d1', 'r2', 'queue', 'object', 'fetch'],
  }: {
    seed: number
    rate: number
    kinds?: readonly OperationKind[]
  }): void {
    plan = { type: 'flaky', rate, random: createRandom(seed), kinds }
  },
  stop(): void {
    plan = undefined
  },
  /** What the newest invocation did: a test kills it at each of these in turn. */
  lastOperations: (): readonly Operation[] => last,
}

/** Mulberry32: a run with a seed can be repeated exactly. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
