import type { SdkVersion } from './sdk.ts'

/** A call of the SDK: its name for the operation, and the arguments. */
export interface GeneratedRequest {
  readonly operation: string
  readonly arguments: readonly unknown[]
  /** For the test's name. */
  readonly shape: string
}

/** Numbers from a seed: the same requests in every run. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Text that is awkward in a header, a URL, JSON or UTF-8. */
const words = [
  'Ann',
  'Zoë Ångström',
  'Дмитрий',
  '陳大文',
  '🙂👩‍👩‍👧',
  'ﬁ\u0301\u200b',
  "O'Neil (Jr.) *!~",
  'a/b?c=d&e#f%20+g',
  'line\nbreak\ttab\\ "quoted"',
  '\u2028\u2029\ud800',
  '',
  ' ',
  '</script>',
]

/** Requests over every operation of a version, by a seed. */
export function generateRequests(version: SdkVersion, count: number, seed: number): readonly GeneratedRequest[] {
  const random = createRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const id = (): string =>
    random() < 0.8
      ? Array.from({ length: 32 }, () => pick([...'0123456789ABCDEF'])).join('')
      : pick(words.filter((word) => word.trim() !== '' && word.isWellFormed()))

  const value = (depth: number): unknown => {
    const kind = random()
    if (depth > 3 || kind < 0.45) return pick(words)
    if (kind < 0.55) return pick([0, -0, 1, 1.5, 1e21, -7, Number.MAX_SAFE_INTEGER])
    if (kind < 0.62) return pick([true, false, null])
    if (kind < 0.75) return Array.from({ length: Math.floor(random() * 4) }, () => value(depth + 1))
    return body(depth + 1)
  }
  const body = (depth = 0): Record<string, unknown> =>
    Object.fromEntries(
      Array.from({ length: Math.floor(random() * 6) }, (_, index) => [
        pick(['card', 'billTo', 'source', 'Ünïcode', '1', `field${index}`]),
        value(depth),
      ]),
    )
  const options = (): Record<string, unknown> => ({
    ...(random() < 0.6 && { profileId: '11111111-2222-4333-8444-555555555555' }),
  })
  const cardArt = (): readonly unknown[] => [
    id(),
    pick(['vts', 'mdes', 'amexTokenService']),
    pick(['card-art-combined', 'brand-logo-large', 'icon-large']),
  ]

  const operations: Record<string, () => readonly unknown[]> = {
    postTokenizedCard: () => [body(), options()],
    getTokenizedCard: () => [id(), options()],
    postTokenPaymentCredentials: () => [id(), body(), options()],
    postTokenPaymentCredentialsV3: () => [id(), body(), options()],
    postIssuerLifeCycleSimulation: () => ['11111111-2222-4333-8444-555555555555', id(), body()],
    getCardArtAsset: cardArt,
    postInstrumentIdentifier: () => [body(), options()],
    getInstrumentIdentifier: () => [id(), options()],
    patchInstrumentIdentifier: () => [id(), body(), { ...options(), ...(random() < 0.5 && { ifMatch: 'W/"1"' }) }],
    deleteInstrumentIdentifier: () => [id(), options()],
    postInstrumentIdentifierEnrollment: () => [id(), body(), options()],
    getInstrumentIdentifierPaymentInstrumentsList: () => [
      id(),
      {
        ...options(),
        ...(random() < 0.7 && { offset: Math.floor(random() * 50) }),
        ...(random() < 0.7 && { limit: Math.floor(random() * 100) }),
      },
    ],
    tokenize: () => [body(), options()],
    ...(version === '0.0.77'
      ? { deleteTokenizedCard: () => [id(), options()] }
      : {
          postTokenizedCardDelete: () => [
            id(),
            { ...options(), ...(random() < 0.6 && { postTokenizedCardDeleteRequest: body() }) },
          ],
        }),
  }
  const names = Object.keys(operations)
  return Array.from({ length: count }, (_, index) => {
    // Each operation in turn, so that none is missed.
    const operation = names[index % names.length] as string
    const made = operations[operation]?.() ?? []
    return { operation, arguments: made, shape: JSON.stringify(made).slice(0, 60) }
  })
}
