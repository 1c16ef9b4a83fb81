import { NetworkTokenError } from '@nt/core'
import { fingerprint, type HostControl, withCheckDigit } from '@nt/sandbox'
import { toAccount } from './account.ts'
import type { Background } from './background.ts'
import type { InstrumentBook } from './instrument-identifiers/instrument-record.ts'
import { makeToken } from './make-token.ts'
import type { JsonObject } from './routes.ts'
import type { Settings } from './settings.ts'
import type { ShownToken } from './token-body.ts'
import type { TokenBook, TokenRecord, TokenState } from './token-record.ts'
import type { WebhookReason } from './webhooks/notify.ts'
import type { WebhookDelivery, Webhooks, WebhookVariant } from './webhooks/webhooks.ts'

/** The door itself, once there is something behind it. */
type Open = (webhooks: Webhooks, background: Background) => CybersourceControl

/** What a test may do behind this host's back, beyond what every simulated host lets it do. */
export interface CybersourceControl extends HostControl {
  /** Hangs a payment instrument on an instrument identifier, which then cannot be deleted; gives its id. */
  addPaymentInstrument(instrumentIdentifier: string): string
  removePaymentInstrument(id: string): void
  /** Makes the next authentic request fail, once, with a documented error: 403, 409, 424, 429, 500, 502 or 503. */
  failNext(status: FailureStatus): void
  /** Sends a webhook about a token to whoever has subscribed, rightly or in a wrong way; done when it is delivered. */
  deliverWebhook(tokenId: string, reason: WebhookReason, variant?: WebhookVariant): Promise<void>
  /** Every webhook so far, sent or not, in the order in which they ended. */
  readonly deliveries: readonly WebhookDelivery[]
  /** Until everything that the host does after it has answered is done: enrollments and webhooks. */
  settled(): Promise<void>
}

export type FailureStatus = 403 | 409 | 424 | 429 | 500 | 502 | 503

/** Writes the body for a token, oddly when a test has asked for it. */
export type Odd = (token: TokenRecord, toBody: (shown: ShownToken) => JsonObject) => JsonObject

const states: Record<Parameters<HostControl['setState']>[1], TokenState> = {
  active: 'ACTIVE',
  suspended: 'SUSPENDED',
  expired: 'EXPIRED',
  deleted: 'DELETED',
}

/** The host's back door, and the place where its oddities come out. */
export function createControl(
  settings: Settings,
  book: TokenBook,
  instruments: InstrumentBook,
): { readonly odd: Odd; readonly takeFailure: () => FailureStatus | undefined; readonly open: Open } {
  const { ids, clock, fingerprintKey } = settings
  let next: Parameters<HostControl['oddNextAnswer']>[0] | undefined
  let failure: FailureStatus | undefined

  /** A token that nobody has asked for and that no vault holds. */
  const stranger = ({ owner, type }: TokenRecord): TokenRecord => {
    const account = toAccount('ONFILE', withCheckDigit(`411111${ids.digits(9)}`), fingerprintKey)
    const cardExpiry = { month: '01', year: String(clock.now().getUTCFullYear() + 2) }
    const instrumentIdentifier = `703${ids.digits(12)}${account.suffix}`
    const order = { owner, creator: owner, source: 'ONFILE', account: { ...account, type }, cardExpiry } as const
    return { ...makeToken({ ...order, instrumentIdentifier }, ids, clock.now()), transactions: 1 }
  }

  const known = (id: string): TokenRecord => {
    const token = book.get(id.toUpperCase())
    if (token) return token
    throw new NetworkTokenError('token_not_found', { message: 'the simulated host knows no such token' })
  }

  return {
    open: (webhooks, background) => ({
      setState: (id, state) => {
        const token = known(id)
        const changed = {
          ...token,
          state: states[state],
          deletedBy: state === 'deleted' ? ('issuer' as const) : undefined,
        }
        book.put(changed)
        // An expiry is not told. [D §4.1]
        if (state !== 'expired') webhooks.send(changed, 'TOKEN_STATUS_UPDATED')
      },
      liveTokens: (pan) => book.countLive(fingerprint(pan, fingerprintKey)),
      oddNextAnswer: (oddity) => {
        next = oddity
      },
      addPaymentInstrument: (instrumentIdentifier) => {
        const record = instruments.get(instrumentIdentifier)
        if (!record)
          throw new NetworkTokenError('token_not_found', { message: 'the simulated host knows no such identifier' })
        const id = ids.hex(32).toUpperCase()
        const { owner, creator } = record
        instruments.putPaymentInstrument({ id, owner, creator, instrumentIdentifier })
        return id
      },
      removePaymentInstrument: (id) => {
        const found = instruments.getPaymentInstrument(id)
        if (found) instruments.putPaymentInstrument({ ...found, deleted: true })
      },
      failNext: (status) => {
        failure = status
      },
      deliverWebhook: async (id, reason, variant) => {
        webhooks.send(known(id), reason, variant)
        await background.settled()
      },
      deliveries: webhooks.deliveries,
      settled: background.settled,
    }),
    takeFailure: () => {
      const status = failure
      failure = undefined
      return status
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
