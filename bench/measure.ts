/** One round of one variant. */
export interface Sample {
  /** Of the whole process, thread pool included. */
  readonly cpuMicroseconds: number
  readonly perSecond: number
}

/** One thing to be measured beside others. */
export interface Variant {
  readonly name: string
  /** Calls it so often, so many at once. */
  sample(count: number, concurrency: number): Promise<Sample>
}

/** A variant that runs here; `afterRound` is not measured. */
export const inProcess = (name: string, run: () => unknown, afterRound: () => void = () => {}): Variant => ({
  name,
  sample: async (count, concurrency) => {
    const taken = await sample(run, count, concurrency)
    afterRound()
    return taken
  },
})

/** Rounds of every variant, in the order in which they were run. */
export type Samples = ReadonlyMap<string, readonly Sample[]>

export interface MeasureOptions {
  /** How many calls are under way at once. Default 1. */
  readonly concurrency?: number
  /** Default 9. */
  readonly rounds?: number
  /** About how long one variant runs in one round. Default 200 ms. */
  readonly roundMs?: number
}

/**
 * Runs all variants in every round, each round beginning with another one: what the machine's neighbours do then hits all alike. Ratios are
 * taken within a round.
 */
export async function measure(variants: readonly Variant[], options: MeasureOptions = {}): Promise<Samples> {
  const { concurrency = 1, rounds = 9, roundMs = 200 } = options
  const counts = new Map<string, number>()
  for (const variant of variants) counts.set(variant.name, await calibrate(variant, concurrency, roundMs))
  const samples = new Map<string, Sample[]>(variants.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < variants.length; turn++) {
      const variant = variants[(round + turn) % variants.length] as Variant
      samples.get(variant.name)?.push(await variant.sample(counts.get(variant.name) ?? 1, concurrency))
    }
  }
  return samples
}

/** Warms up and finds how many calls fill a round. */
async function calibrate(variant: Variant, concurrency: number, roundMs: number): Promise<number> {
  let count = concurrency
  for (;;) {
    const { perSecond } = await variant.sample(count, concurrency)
    const milliseconds = (count / perSecond) * 1000
    if (milliseconds >= roundMs / 2) return Math.max(concurrency, Math.round((count * roundMs) / milliseconds))
    count *= 4
  }
}

/** Calls so often, so many at once, and says what it took. */
export async function sample(run: () => unknown, count: number, concurrency: number): Promise<Sample> {
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  let left = count
  const work = async (): Promise<void> => {
    while (left-- > 0) await run()
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  const milliseconds = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  return { cpuMicroseconds: (user + system) / count, perSecond: (count * 1000) / milliseconds }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

const of = (samples: Samples, name: string): readonly Sample[] => {
  const found = samples.get(name)
  if (!found) throw new Error(`nothing is called ${name}`)
  return found
}

/** Median over the rounds of what one variant costs as a multiple of the other. */
export const cpuRatio = (samples: Samples, numerator: string, denominator: string): number =>
  median(of(samples, numerator).map((one, index) => one.cpuMicroseconds / cpuAt(samples, denominator, index)))

const cpuAt = (samples: Samples, name: string, index: number): number =>
  of(samples, name)[index]?.cpuMicroseconds ?? Number.NaN

/** Median over the rounds of how often the one is done while the other is done once. */
export const rateRatio = (samples: Samples, numerator: string, denominator: string): number =>
  median(
    of(samples, numerator).map(
      (one, index) => one.perSecond / (of(samples, denominator)[index]?.perSecond ?? Number.NaN),
    ),
  )

export const medianCpu = (samples: Samples, name: string): number =>
  median(of(samples, name).map(({ cpuMicroseconds }) => cpuMicroseconds))

export const medianRate = (samples: Samples, name: string): number =>
  median(of(samples, name).map(({ perSecond }) => perSecond))
