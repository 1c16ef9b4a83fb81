import { createHash } from 'node:crypto'
import { answerWith, type FaultName, type FaultSettings } from './faults.ts'
import { createSimulator, type Simulator } from './simulator.ts'

/** When which fault happens. */
export interface ChaosRule extends FaultSettings {
  readonly fault: FaultName
  /** HTTP method; default any. */
  readonly method?: string | undefined
  /** A part of the path; default any. */
  readonly path?: string | undefined
  /** 0 to 1. Default 1. */
  readonly probability?: number | undefined
  /** How many times at most. Default without end. */
  readonly times?: number | undefined
}

/** Faults by rule, drawn from a seed: the same seed and the same requests give the same faults. */
export interface Chaos {
  /** The rules in force; the first that applies to a request and is drawn decides. */
  readonly rules: readonly ChaosRule[]
  /** Replaces the rules, and begins the draws and counts afresh. */
  set(rules: readonly ChaosRule[]): void
  /** Puts the rules before a simulator. */
  before(simulator: Simulator): Simulator
}

/**
 * Makes chaos that can be told to happen.
 * @example
 * const chaos = createChaos('seed-1')
 * chaos.set([{ fault: 'reset-after', path: '/tokens/network', probability: 0.05 }])
 * const fetch = chaos.before(simulator).fetch
 */
export function createChaos(seed = 'chaos', rules: readonly ChaosRule[] = []): Chaos {
  let current: { readonly rule: ChaosRule; left: number }[] = []
  let draws = 0
  const set = (next: readonly ChaosRule[]): void => {
    current = next.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }))
    draws = 0
  }
  set(rules)

  const drawn = (request: Request): ChaosRule | undefined => {
    const { pathname } = new URL(request.url)
    for (const entry of current) {
      const { method, path, probability = 1 } = entry.rule
      if (entry.left <= 0 || (method && method.toUpperCase() !== request.method) || (path && !pathname.includes(path)))
        continue
      // Every rule that applies draws, hit or miss, so that one rule's luck does not move another's.
      if (draw(seed, draws++) >= probability) continue
      entry.left--
      return entry.rule
    }
    return undefined
  }

  return {
    get rules() {
      return current.map(({ rule }) => rule)
    },
    set,
    before: (simulator) =>
      createSimulator((request) => {
        const rule = drawn(request)
        return rule ? answerWith(rule.fault, request, () => simulator.handle(request), rule) : simulator.handle(request)
      }),
  }
}

/** The n-th number from 0 to 1 of a seed. */
const draw = (seed: string, count: number): number =>
  createHash('sha256').update(`${seed}:${count}`).digest().readUInt32BE(0) / 2 ** 32
