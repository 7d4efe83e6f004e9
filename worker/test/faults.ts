/**
 * Faults at the bindings. Every call of an invocation to D1, R2, a queue, an object or fetch is an operation with a
 * number; a plan says which of them fails, and whether before or after it took effect. After a kill nothing of that
 * invocation gets through any more, as when the isolate died between two awaits.
 */
export type OperationKind = 'd1' | 'r2' | 'queue' | 'object' | 'fetch' | 'email'
export type Operation = {
  kind: OperationKind
  name: string
  /** Only of D1: how many statements, and what they cost. */
  queries?: number
  rowsRead?: number
  rowsWritten?: number
}
export class Killed extends Error {
  override name = 'Killed'
}

/** A request of the test, or what queues and crons do in their own time. Apart, so that a seed repeats exactly. */
export type InvocationKind = 'request' | 'background'

type Random = Record<InvocationKind, () => number>
type Plan =
  | { type: 'kill'; at: number; when: 'before' | 'after'; of: InvocationKind }
  | { type: 'flaky'; rate: number; kill: number; random: Random; kinds: readonly OperationKind[] }

let plan: Plan | undefined

/** One run of an entry: a request, a queue batch, a cron. */
export class Invocation {
  readonly operations: Operation[] = []
  readonly #kind: InvocationKind
  readonly #plan: Plan | undefined
  #dead = false
  /** The faults that struck it, as sentences. */
  readonly struck: string[] = []
  /** Claims on messages that it was the first to write: their token, and how many operations it had begun by then. */
  readonly #claims = new Map<string, number>()
  #lastStruck = -1

  /** Killed: nothing of it gets through any more, and nobody hears what it would have answered. */
  get isDead(): boolean {
    return this.#dead
  }

  constructor(kind: InvocationKind = 'background') {
    this.#kind = kind
    if (plan?.type === 'kill' && kind !== plan.of) return
    this.#plan = plan
    if (plan?.type === 'kill') plan = undefined
  }

  /** Values of a statement. A claim's token stands there by itself when it is made, and in a list when it is settled. */
  noteBound(values: readonly unknown[]): void {
    for (const value of values)
      if (typeof value === 'string' && value.startsWith('clm_') && !this.#claims.has(value))
        this.#claims.set(value, this.operations.length)
  }

  get claims(): string[] {
    return [...this.#claims.keys()]
  }

  /** Whether a fault struck while it held that claim, the making of it included. */
  wasStruckHolding(claim: string): boolean {
    return this.#lastStruck >= (this.#claims.get(claim) ?? Number.POSITIVE_INFINITY)
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
      this.#kill(`${when} operation ${at}, ${operation.kind} ${operation.name}`, at)
    }
    if (this.#plan?.type !== 'flaky' || !this.#plan.kinds.includes(operation.kind)) return
    // One draw decides both, so that a seed gives the same faults whether or not anything is killed.
    const draw = this.#plan.random[this.#kind]()
    if (draw < this.#plan.rate / 2) {
      this.struck.push(`lost ${when} ${operation.name}`)
      this.#lastStruck = Math.max(this.#lastStruck, at)
      throw new Error(
        operation.kind === 'd1' ? 'D1_ERROR: Network connection lost.' : `${operation.kind}: Network connection lost.`,
      )
    }
    if (draw > 1 - this.#plan.kill / 2) this.#kill(`${when} operation ${at}, ${operation.kind} ${operation.name}`, at)
  }

  #kill(where: string, at: number): never {
    this.#dead = true
    // Whatever else it was at that moment has died as well.
    this.#lastStruck = Math.max(this.#lastStruck, at, this.operations.length - 1)
    this.struck.push(`killed ${where}`)
    throw new Killed(where)
  }
}

export const faults = {
  /** The next request (or batch of a queue) dies at its operation number `at`, before or after the operation took effect. */
  killNext(at: number, when: 'before' | 'after', of: InvocationKind = 'request'): void {
    plan = { type: 'kill', at, when, of }
  },
  /** Every invocation from now on loses this share of its operations, and dies at that share, repeatably for a seed. */
  flaky({
    seed,
    rate,
    kill = 0,
    kinds = ['d1', 'r2', 'queue', 'object', 'fetch'],
  }: {
    seed: number
    rate: number
    kill?: number
    kinds?: readonly OperationKind[]
  }): void {
    const random = { request: createRandom(seed), background: createRandom(~seed) }
    plan = { type: 'flaky', rate, kill, random, kinds }
  },
  stop(): void {
    plan = undefined
  },
}

/** Mulberry32: a run with a seed can be repeated exactly. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
