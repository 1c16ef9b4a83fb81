import type { FetchAnswer } from '@nt/provider-kit'
import { cardToken, conflictsOf } from './card-token.ts'
import {
  created,
  cryptogramAnswer,
  lookedUp,
  masked,
  mediaType,
  provisioningError,
  token,
  tokenNumber,
} from './fake-worldpay.ts'

/** A random source that gives the same for the same seed (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    chance: (share: number): boolean => next() < share,
    below: (end: number): number => Math.floor(next() * end),
    one: <Value>(values: readonly Value[]): Value => values[Math.floor(next() * values.length)] as Value,
  }
}
export type Random = ReturnType<typeof createRandom>

/** What comes back for one request: an answer, a broken connection, or nothing ever. */
export type Generated = { readonly kind: string; answer(signal: AbortSignal | undefined): Promise<FetchAnswer> }

type Make = () => object

/** What the host gives when all is well, by what it was asked. */
const fitting: readonly {
  readonly asked: RegExp
  readonly statuses: readonly number[]
  readonly bodies: readonly Make[]
}[] = [
  { asked: /^POST .*\/cryptograms$/, statuses: [200], bodies: [() => cryptogramAnswer()] },
  {
    asked: /^POST .*\/network$/,
    statuses: [200],
    bodies: [
      () => created({ tokenPaymentInstrument: token() }),
      () => created(),
      () => created({ provisioningErrors: [provisioningError] }),
      () => created({ provisioningErrors: provisioningError }),
    ],
  },
  {
    asked: /^GET .*\/network\//,
    statuses: [200],
    bodies: [
      () => lookedUp(),
      () => lookedUp(),
      () => lookedUp({ tokenPaymentInstrument: { status: 'Inactive', type: 'card/networkToken' } }),
      () => ({ ...lookedUp(), paymentInstrument: { ...masked, type: 'card/front', paymentAccountReference: null } }),
    ],
  },
  {
    asked: /^POST .*\/tokens$/,
    statuses: [200, 201, 409],
    bodies: [
      () => cardToken({ paymentInstrument: { ...cardToken().paymentInstrument, cardNumber: '5555********4444' } }),
    ],
  },
  {
    asked: /^GET .*\/tokens\?/,
    statuses: [200],
    bodies: [() => ({ _embedded: { tokens: [cardToken(), cardToken()] } })],
  },
  { asked: /^GET /, statuses: [200], bodies: [() => cardToken(), () => cardToken(conflictsOf())] },
  { asked: /^(?:PUT|DELETE) /, statuses: [204], bodies: [() => ({})] },
]

const failed: Make = () => ({
  errorName: 'bodyDoesNotMatchSchema',
  message: tokenNumber,
  validationErrors: [{ errorName: 'fieldIsMissing', jsonPath: `$.${tokenNumber}`, message: tokenNumber }],
})

const foreignLinks = [
  'https://evil.example/tokens/x',
  'http://try.access.worldpay.com/tokens/x',
  `https://try.access.worldpay.com/tokens/${tokenNumber}`,
  '//evil.example/tokens/x',
  '/tokens/../admin',
  'javascript:alert(1)',
  '/tokens/{tokenReference}',
  `https://try.access.worldpay.com@evil.example/${tokenNumber}`,
]

/** Values that a host may put anywhere, some with the token number in them. */
const oddities: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  Number(tokenNumber),
  '',
  'Aktiv',
  tokenNumber,
  `token ${tokenNumber.replace(/(.{4})(?=.)/g, '$1 ')} is suspended`,
  '\u0000\ud83d\ude00\u202e',
  'x'.repeat(3000),
  [],
  [[[]]],
  {},
  { href: `https://evil.example/${tokenNumber}` },
  { toString: 'no', constructor: { prototype: {} } },
  [tokenNumber],
]

/** Identifiers and links are what they are: there a number is not planted as free text, but as a link that leads elsewhere. */
const identifiers = /^(?:tokenReference|tokenId|href|schemeTransactionReference|paymentAccountReference)$/

/** Changes some members, at any depth: left out, of another kind, with a number in it, with a link to somewhere else, doubled. */
function disturb(random: Random, value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => disturb(random, each, name))
  if (typeof value !== 'object' || value === null) {
    if (name === 'href' && random.chance(0.3)) return random.one(foreignLinks)
    if (!random.chance(0.12)) return value
    return identifiers.test(name) ? random.one([null, '', 7, [], {}]) : random.one(oddities)
  }
  const entries = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
    if (random.chance(0.05)) return []
    const replaced = !identifiers.test(key) && random.chance(0.03)
    return [[key, replaced ? random.one(oddities) : disturb(random, each, key)]]
  })
  if (random.chance(0.2))
    entries.push([random.one(['newField', tokenNumber, '__proto__', 'toJSON']), random.one(oddities)])
  return Object.fromEntries(entries)
}

const statuses = [
  200, 201, 202, 204, 206, 301, 302, 307, 308, 400, 401, 403, 404, 405, 406, 408, 409, 410, 418, 422, 429, 451, 500,
  502, 503, 504, 599,
]

/** The usual headers, sometimes with a number where an id belongs or a place to go on to. */
const headersOf = (random: Random, contentType: string | null): Headers => {
  const headers = new Headers(contentType === null ? {} : { 'content-type': contentType })
  if (random.chance(0.8))
    headers.set('wp-correlationid', random.one(['b1c2', tokenNumber, `${tokenNumber} `, 'x'.repeat(5000)]))
  if (random.chance(0.2)) headers.set('location', random.one(foreignLinks))
  headers.set('retry-after', random.one(['0', '-5', '99999999', 'soon', 'Wed, 21 Oct 2099 07:28:00 GMT', '1.5']))
  return headers
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A body in pieces that ends in the middle, by an error or by silence. */
const brokenStream = (text: string, end: 'error' | 'silence'): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes(text.slice(0, text.length / 2)))
      if (end === 'error') controller.error(new Error(`terminated while reading ${tokenNumber}`))
    },
  })

const failures: readonly (() => unknown)[] = [
  () =>
    Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) }),
  () => Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
  () => Object.assign(new Error('bad certificate'), { code: 'CERT_HAS_EXPIRED' }),
  () => new Error(`cannot reach https://try.access.worldpay.com/tokens/network/${tokenNumber}`),
  () => ({ code: 'ECONNRESET', url: tokenNumber }),
  () => undefined,
  () => tokenNumber,
]

const neverAnswers = new Promise<never>(() => {})

/** One answer of the host to `GET https://…`: valid, odd or broken, by the seed. Sometimes it is the answer to another question. */
export function generate(random: Random, asked: string): Generated {
  const right = fitting.find((each) => each.asked.test(asked))
  const { bodies, statuses: usual } = right && random.chance(0.9) ? right : random.one(fitting)
  const status = random.chance(0.7) ? random.one(usual) : random.one(statuses)
  const text = JSON.stringify((status >= 400 && status !== 409 ? failed : random.one(bodies))())
  const give = (kind: string, body: FetchAnswer['body'], contentType: string | null = mediaType): Generated => {
    const headers = headersOf(random, contentType)
    return { kind, answer: async () => ({ status, headers, body }) }
  }
  switch (random.below(20)) {
    case 0:
      return give(
        'another media type',
        bytes(text),
        random.one(['text/html', 'application/json', null, '', 'x'.repeat(900)]),
      )
    case 1:
      return give('a page', bytes(`<!DOCTYPE html><p>${tokenNumber}</p>`), 'text/html')
    case 2:
      return give('no body', random.one([null, new Uint8Array()]))
    case 3:
      return give('half a document', bytes(text.slice(0, random.below(text.length))))
    case 4:
      return give('no UTF-8', Uint8Array.from([0x7b, 0xff, 0xfe, ...bytes(tokenNumber)]))
    case 5:
      return give(
        'another kind of JSON',
        bytes(random.one(['null', '[]', '0', `"${tokenNumber}"`, '\ufeff{}', '{"a":1,"a":2}', '['.repeat(60_000)])),
      )
    case 6:
      return { kind: 'a broken connection', answer: () => Promise.reject(random.one(failures)()) }
    case 7:
      return give('a body that breaks', brokenStream(text, 'error'))
    case 8:
      if (random.chance(0.3)) return give('a body that never ends', brokenStream(text, 'silence'))
      if (random.chance(0.3)) return { kind: 'no answer ever', answer: () => neverAnswers }
      return random.chance(0.1)
        ? give('too long', bytes(`{"a":"${' '.repeat(1_100_000)}"}`))
        : give('valid', bytes(text))
    case 9:
    case 10:
    case 11:
      return give('valid', bytes(text))
    default:
      return give('odd', bytes(JSON.stringify(disturb(random, JSON.parse(text)))))
  }
}
