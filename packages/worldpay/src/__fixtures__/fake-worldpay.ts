import { type Card, parseCard } from '@nt/core'
import type { Fetch } from '@nt/provider-kit'
import type { WorldpaySettings } from '../settings.ts'

export const mediaType = 'application/vnd.worldpay.tokens-v3.hal+json'
export const reference = '5d0c6f0e-2a51-4e0f-9d7b-0c4a6a3d1e11'

/** One answer of the host, or what breaks the connection. */
export type Step = Error | (() => Response)

export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** A host that gives the answers named, in order, and keeps what it was sent. One answer too few is a failure of the test. */
export function fakeWorldpay(...steps: readonly Step[]) {
  const sent: Sent[] = []
  const fetch: Fetch = async (url, { method, headers, body }) => {
    sent.push({ method, url, headers, body: body === undefined ? undefined : JSON.parse(body) })
    const step = steps[sent.length - 1]
    if (step === undefined) throw new Error('no answer was prepared for this request')
    if (step instanceof Error) throw step
    return step()
  }
  const settings: WorldpaySettings = { host: 'try', username: 'user', password: 'secret', entity: 'default', fetch }
  return { sent, settings }
}

/** Asks for no pause before a repeat, so that tests do not wait. */
const common = { 'WP-CorrelationId': 'b1c2', 'retry-after': '0' }

/** A JSON answer in the API's media type, with the parameter that an old sample shows. */
export const json =
  (body: unknown, status = 200) =>
  (): Response =>
    new Response(JSON.stringify(body), {
      status,
      headers: { ...common, 'content-type': `${mediaType};charset=UTF-8` },
    })

export const empty = (status: number) => (): Response => new Response(null, { status, headers: common })

export const html = (status: number) => (): Response =>
  new Response('<!DOCTYPE html><h1>Oops</h1>', { status, headers: { ...common, 'content-type': 'text/html' } })

export const reset = Object.assign(new TypeError('fetch failed'), {
  cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
})

export const tokenNumber = '5204241234567892'

export const token = (status = 'Active') => ({
  status,
  type: 'card/networkToken',
  tokenNumber,
  expiryDate: { month: 12, year: 2032 },
})

export const masked = {
  type: 'card/masked',
  firstSix: '555555',
  lastFour: '4444',
  cardExpiryDate: { month: 11, year: 2031 },
  paymentAccountReference: 'V00100130SANDBOX0000000000001',
}

const base = 'https://try.access.worldpay.com'
const curies = [{ name: 'tokens', href: `${base}/rels/tokens/{rel}.json`, templated: true }]

/** An answer of create; what is given replaces or adds. */
export const created = (more: object = {}) => ({
  tokenReference: reference,
  paymentInstrument: masked,
  _links: {
    self: { href: `${base}/tokens/network` },
    'tokens:networkTokenLookup': { href: `${base}/tokens/network/${reference}` },
    curies,
  },
  ...more,
})

/** An answer of the lookup. */
export const lookedUp = (more: object = {}) => ({
  tokenPaymentInstrument: token(),
  paymentInstrument: masked,
  _links: {
    self: { href: `${base}/tokens/network/${reference}` },
    'tokens:networkTokenCryptogram': { href: `${base}/tokens/network/cryptograms` },
    curies,
  },
  ...more,
})

export const cryptogramText = 'U0FOREJPWC1DUllQVE9HUkFNLTE='

export const cryptogramAnswer = (more: object = {}) => ({
  cryptogramDetails: { cryptogram: cryptogramText, eci: '07' },
  _links: {
    self: { href: `${base}/tokens/network/cryptograms` },
    'tokens:networkTokenLookup': { href: `${base}/tokens/network/{tokenReference}`, templated: true },
    curies,
  },
  ...more,
})

/** As in the create sample of Worldpay's OpenAPI, in our words. */
export const provisioningError = {
  errorCode: '301',
  providerErrorCode: '403',
  source: 'A2T Visa NPT Token Provider Service',
  context: 'Provision Token.Processor Error',
  message: 'Provider error occurred : not this card 5555555555554444',
}

export const card = (more: object = {}): Card =>
  parseCard({
    number: '5555 5555 5555 4444',
    expirationMonth: 11,
    expirationYear: 2031,
    cardholderName: 'A Tester',
    ...more,
  })
