import { NetworkTokenError } from '@nt/core'
import { fingerprint, type HostControl, withCheckDigit } from '@nt/sandbox'
import { makeToken } from './make-token.ts'
import type { JsonObject } from './routes.ts'
import type { Settings } from './settings.ts'
import type { ShownToken } from './token-body.ts'
import type { TokenBook, TokenRecord, TokenState } from './token-record.ts'

/** Writes the body for a token, oddly when a test has asked for it. */
export type Odd = (token: TokenRecord, toBody: (shown: ShownToken) => JsonObject) => JsonObject

const states: Record<Parameters<HostControl['setState']>[1], TokenState> = {
  active: 'ACTIVE',
  suspended: 'SUSPENDED',
  expired: 'EXPIRED',
  deleted: 'DELETED',
}

/** The host's back door, and the place where its oddities come out. */
export function createControl(settings: Settings, book: TokenBook): { control: HostControl; odd: Odd } {
  const { ids, clock, fingerprintKey } = settings
  let next: Parameters<HostControl['oddNextAnswer']>[0] | undefined

  /** A token that nobody has asked for and that no vault holds. */
  const stranger = ({ owner, type }: TokenRecord): TokenRecord => {
    const account = withCheckDigit(`411111${ids.digits(9)}`)
    const cardExpiry = { month: '01', year: String(clock.now().getUTCFullYear() + 2) }
    const order = { owner, creator: owner, source: 'ONFILE', type, account, cardExpiry, withInstrument: true } as const
    return { ...makeToken(order, ids, fingerprintKey, clock.now()), transactions: 1 }
  }

  return {
    control: {
      setState: (id, state) => {
        const token = book.get(id.toUpperCase())
        if (!token)
          throw new NetworkTokenError('token_not_found', { message: 'the simulated host knows no such token' })
        book.put({ ...token, state: states[state], deletedBy: state === 'deleted' ? 'issuer' : undefined })
      },
      liveTokens: (pan) => book.countLive(fingerprint(pan, fingerprintKey)),
      oddNextAnswer: (oddity) => {
        next = oddity
      },
    },
    odd: (token, toBody) => {
      const oddity = next
      next = undefined
      if (oddity === 'other-card') return toBody(stranger(token))
      if (oddity === 'unknown-state') return toBody({ ...token, state: 'HIBERNATED' })
      const body = toBody(token)
      return oddity === 'unknown-field' ? (withUnknownFields(body) as JsonObject) : body
    },
  }
}

/** Additional members in every object, of every kind a member can be. */
function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [name, withUnknownFields(member)] as const)
  return { ...Object.fromEntries(members), unheardOf: 'text', unheardOfObject: { list: [1, null, {}] } }
}
