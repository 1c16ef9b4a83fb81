import {
  type CardNetwork,
  type Confirmation,
  type Expiry,
  type NetworkToken,
  type Refusal,
  type RefusalReason,
  TokenNumber,
  type TokenState,
} from '@nt/core'
import { toDisplay } from './display.ts'
import { name } from './errors.ts'
import type { TokenizedCard } from './tokenized-card.ts'

const states: ReadonlyMap<string, TokenState> = new Map([
  ['ACTIVE', 'active'],
  ['SUSPENDED', 'suspended'],
  ['DELETED', 'deleted'],
  ['EXPIRED', 'expired'],
])

/** The seven documented reasons, one to one [D][S]. */
const reasons: ReadonlyMap<string, RefusalReason> = new Map([
  ['INVALID_REQUEST', 'invalid_request'],
  ['CARD_VERIFICATION_FAILED', 'card_verification_failed'],
  ['CARD_NOT_ELIGIBLE', 'card_not_eligible'],
  ['CARD_NOT_ALLOWED', 'card_not_allowed'],
  ['DECLINED', 'declined'],
  ['SERVICE_UNAVAILABLE', 'service_unavailable'],
  ['SYSTEM_ERROR', 'system_error'],
])

const networks: ReadonlyMap<string, CardNetwork> = new Map([
  ['visa', 'visa'],
  ['001', 'visa'],
  ['mastercard', 'mastercard'],
  ['002', 'mastercard'],
  ['americanexpress', 'american-express'],
  ['003', 'american-express'],
  ['discover', 'discover'],
  ['004', 'discover'],
  ['005', 'diners-club'],
  ['jcb', 'jcb'],
  ['007', 'jcb'],
])

/**
 * The state in our words. A state that is not documented becomes `suspended`: not to be used now, not final, and never active by mistake; the
 * provider's own word stays beside it in `providerState`, and the reference is not lost as it would be with an error.
 */
export function toState({ state = '', reason, number }: TokenizedCard): TokenState {
  if (state !== 'UNPROVISIONED') return states.get(state) ?? 'suspended'
  // The guide uses the word for "an earlier token" too: that one has a number and no reason [D][I].
  return number !== undefined && !reason ? 'deleted' : 'refused'
}

/** Why there is no token, when there is none. */
export function toRefusal({ state, reason }: TokenizedCard): Refusal | undefined {
  if (state === 'UNPROVISIONED') {
    return { reason: reasons.get(reason ?? '') ?? 'unmapped', providerCode: name(reason) ?? state }
  }
  if (state === 'DELETED' || state === 'EXPIRED') return { reason: 'unmapped', providerCode: state }
  return undefined
}

/** What is known without the answer. */
export interface Known {
  readonly provider: string
  readonly id: string
  readonly network?: CardNetwork | undefined
  readonly card?: NetworkToken['card'] | undefined
}

/** A tokenized card in our words. */
export function toNetworkToken(seen: TokenizedCard, known: Known, confirmed: Confirmation): NetworkToken {
  const { state, number, type, paymentAccountReference, card } = seen
  const mapped = toState(seen)
  const refusal = mapped === 'refused' ? toRefusal(seen) : undefined
  return {
    ref: { provider: known.provider, id: known.id },
    state: mapped,
    providerState: name(state),
    network: toNetwork(type) ?? known.network ?? 'unknown',
    number: number instanceof TokenNumber ? number : undefined,
    lastFour: lastFourOf(number),
    expiry: toExpiry(seen.expirationMonth, seen.expirationYear),
    card: {
      lastFour: known.card?.lastFour ?? card?.suffix,
      expiry: toExpiry(card?.expirationMonth, card?.expirationYear) ?? known.card?.expiry,
    },
    paymentAccountReference,
    ...toDisplay(seen.metadata),
    ...(refusal && { refusal }),
    confirmed,
  }
}

/** The network by its name in network-token objects, or by its code in card objects. */
export const toNetwork = (type: string | undefined): CardNetwork | undefined => networks.get((type ?? '').toLowerCase())

/** The last four digits of a number, masked or whole. */
const lastFourOf = (number: TokenNumber | string | undefined): string | undefined =>
  typeof number === 'string' ? /[0-9]{4}$/.exec(number)?.[0] : number?.lastFour

/** `MM` and `YYYY`, when both are there and mean a month. */
export function toExpiry(month: string | undefined, year: string | undefined): Expiry | undefined {
  if (!/^(?:0?[1-9]|1[0-2])$/.test(month ?? '') || !/^[0-9]{4}$/.test(year ?? '')) return undefined
  return { month: Number(month), year: Number(year) }
}
