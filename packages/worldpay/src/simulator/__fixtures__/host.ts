import type { Expiry } from '@nt/core'
import { createIds } from '@nt/sandbox'
import { createWorldpaySimulator, type WorldpaySimulator, type WorldpaySimulatorOptions } from '../index.ts'

/** Written from the documentation, not taken from the client next door. */
export const mediaType = 'application/vnd.worldpay.tokens-v3.hal+json'
export const origin = 'https://try.access.worldpay.com'
export const credentials = { username: 'tester', password: 'pass:word' }
export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** Ten o'clock on a day of 2026, standing still. */
export const standstill = new Date('2026-06-15T10:00:00Z')

/** A clock that stands still until it is told to go on. */
export function movableClock() {
  let now = standstill.getTime()
  return {
    now: () => new Date(now),
    sleep: async () => {},
    advance: (milliseconds: number) => {
      now += milliseconds
    },
  }
}
export const minute = 60_000
export const day = 24 * 60 * minute

/** Every member that some answer has; which ones an answer really has is what the tests look at. */
export interface Body {
  readonly errorName: string
  readonly message: string
  readonly validationErrors: readonly {
    readonly errorName: string
    readonly message: string
    readonly jsonPath: string
  }[]
  readonly tokenReference: string
  readonly tokenPaymentInstrument: {
    readonly status: string
    readonly tokenNumber: string
    readonly expiryDate: Expiry
    readonly href: string
  }
  readonly paymentInstrument: {
    readonly lastFour: string
    readonly cardExpiryDate: Expiry
    readonly paymentAccountReference: string
    readonly cardHolderName: string
    readonly billingAddress: Readonly<Record<string, string>>
    readonly brand: string
    readonly fundingType: string
  }
  readonly provisioningErrors: unknown
  readonly cryptogramDetails: { readonly cryptogram: string; readonly eci: string }
  readonly tokenId: string
  readonly namespace: string
  readonly description: string
  readonly schemeTransactionReference: string
  readonly tokenExpiryDateTime: string
  readonly conflicts: unknown
  readonly _embedded: { readonly tokens: readonly Body[] }
  readonly _links: Readonly<Record<string, { readonly href: string }>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Body
}

export interface TestHost extends WorldpaySimulator {
  /** One request with good credentials and headers, unless told otherwise; `undefined` leaves a header out. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<Answer>
  /** Creates a network token of a card. */
  create(cardNumber: string): Promise<Answer>
  /** Creates a Worldpay token; `more` goes beside the instrument. */
  tokenise(instrument?: Readonly<Record<string, unknown>>, more?: object): Promise<Answer>
}

/** A host whose ids and time are the same in every run. */
export function testHost(options: Partial<WorldpaySimulatorOptions> = {}): TestHost {
  const clock = { now: () => standstill, sleep: async () => {} }
  const simulator = createWorldpaySimulator({ ...credentials, clock, ids: createIds('test'), ...options })

  const send: TestHost['send'] = async (method, path, body, overrides = {}) => {
    const plain = { authorization: basic(credentials.username, credentials.password), accept: mediaType }
    const merged = { ...plain, ...(body === undefined ? {} : { 'content-type': mediaType }), ...overrides }
    const headers = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined)
    const raw = body === undefined ? {} : { body: rawBody(body) }
    return read(await simulator.fetch(origin + path, { method, headers, ...raw }))
  }
  return {
    ...simulator,
    send,
    create: (cardNumber) => send('POST', '/tokens/network', cardBody({ cardNumber })),
    tokenise: (instrument = {}, more = {}) => send('POST', '/tokens', { ...cardBody(instrument), ...more }),
  }
}

/** The path of a link of a token. */
export const pathOf = (token: Answer, rel: string): string => {
  const href = token.body._links[`tokens:${rel}`]?.href
  if (href === undefined) throw new Error(`no link tokens:${rel}`)
  return new URL(href).pathname
}

export const billingAddress = {
  address1: '1 Test Street',
  address2: 'Floor 2',
  address3: 'Left',
  postalCode: 'TE12 3ST',
  city: 'Testville',
  state: 'Testshire',
  countryCode: 'GB',
}

/** What is wrong with a body, one line each. */
export const problemsOf = (answer: Answer): string[] =>
  answer.body.validationErrors.map((each) => `${each.errorName} | ${each.message} | ${each.jsonPath}`)

/** Bytes, since a string would bring a Content-Type of its own. Text and bytes go as they are. */
const rawBody = (body: unknown): Uint8Array<ArrayBuffer> =>
  body instanceof Uint8Array
    ? new Uint8Array(body)
    : new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))

async function read(response: Response): Promise<Answer> {
  const { status, headers } = response
  const text = await response.text()
  const isJson = headers.get('content-type')?.includes('json') ?? false
  return { status, headers, text, body: isJson ? JSON.parse(text) : undefined }
}

/** A create for a card, with members changed or, by `undefined`, left out. */
export const cardBody = (instrument: Readonly<Record<string, unknown>> = {}) => ({
  paymentInstrument: {
    type: 'card/front',
    cardHolderName: 'A Tester',
    cardNumber: '5555555555554444',
    cardExpiryDate: { month: 11, year: 2031 },
    ...instrument,
  },
  merchant: { entity: 'default' },
})
