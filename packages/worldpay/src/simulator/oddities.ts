import type { HostControl } from '@nt/sandbox'
import { answer, type Json, type JsonObject } from './answers.ts'
import type { NetworkTokenBook, NetworkTokenRecord } from './network-token-book.ts'

export type Oddity = Parameters<HostControl['oddNextAnswer']>[0]

/** Makes one answer about a token odd, then is quiet again. */
export interface Oddities {
  next(oddity: Oddity): void
  /** The 200 about a token, odd if a test asked for it. */
  answer(token: NetworkTokenRecord, body: (token: NetworkTokenRecord) => JsonObject): Response
}

export function createOddities(networkTokens: NetworkTokenBook): Oddities {
  let waiting: Oddity | undefined
  return {
    next: (oddity) => {
      waiting = oddity
    },
    answer: (token, body) => {
      const oddity = waiting
      waiting = undefined
      switch (oddity) {
        case undefined:
          return answer(200, body(token))
        case 'other-card':
          return answer(200, body(networkTokens.other(token)))
        case 'unknown-field':
          return answer(200, withUnknownMembers(body(token)) as JsonObject)
        case 'unknown-state': {
          const plain = body(token)
          // An answer without a state cannot have an unknown one: the oddity waits for the next.
          if (!isObject(plain['tokenPaymentInstrument'])) waiting = oddity
          else return answer(200, { ...plain, tokenPaymentInstrument: quarantined(plain['tokenPaymentInstrument']) })
          return answer(200, plain)
        }
      }
    },
  }
}

const quarantined = (token: JsonObject): JsonObject => ({ ...token, status: 'Quarantined' })

/** Worldpay may add members and links without a new version [D]. One with an `href` is harmless in `_links` too. */
function withUnknownMembers(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item: Json) => withUnknownMembers(item) ?? null)
  if (!isObject(value)) return value
  const members = Object.entries(value).map(([name, member]) => [name, withUnknownMembers(member)])
  return { sandboxAddition: { href: 'https://sandbox.invalid/addition', since: 2 }, ...Object.fromEntries(members) }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
