import type { DeviceToken, NetworkToken, ProvisionOutcome } from '@nt/core'
import { unreadable } from '@nt/provider-kit'
import { failed } from './errors.ts'
import type { InstrumentIdentifier } from './instrument-identifiers/instrument-identifier.ts'
import type { EnrollToken } from './instrument-identifiers/request.ts'
import { toNetworkToken, toRefusal } from './network-token.ts'
import type { Received } from './session.ts'
import { instrumentReference } from './token-reference.ts'
import type { TokenizedCard } from './tokenized-card.ts'

/** A wallet's token as the API's request. */
export const fromDeviceToken = ({ number, expiry }: DeviceToken): EnrollToken => ({
  type: 'enrollable token',
  card: {
    number,
    ...(expiry && {
      expirationMonth: String(expiry.month).padStart(2, '0'),
      expirationYear: String(expiry.year),
    }),
  },
})

/**
 * What came of it. UNPROVISIONED inside a 2xx is a refusal here too. The token has no id of its own in the documented answer: its reference is then the
 * instrument identifier's.
 */
export function fromEnrolledToken(
  { value, answer }: Received<InstrumentIdentifier>,
  given: DeviceToken,
  { provider, at }: { provider: string; at: Date },
): ProvisionOutcome {
  const seen = tokenOf(value)
  if (!seen?.state) throw unreadable(answer, provider, 'the answer names no network token, or none with a state')
  const refusal = toRefusal(seen)
  if (refusal) return { status: 'refused', refusal }
  const id = seen.id ?? instrumentReference(value.id)
  const told = toNetworkToken(seen, { provider, id }, { at, by: 'provision', asOf: 'now' })
  const token = { ...told, lastFour: given.number.lastFour, expiry: told.expiry ?? given.expiry }
  return { status: token.state === 'active' ? 'active' : 'suspended', token }
}

/** @throws NetworkTokenError `token_not_found` when the instrument identifier has no network token */
export function fromInstrumentIdentifier(
  { value, answer }: Received<InstrumentIdentifier>,
  { provider, at }: { provider: string; at: Date },
): NetworkToken {
  const seen = tokenOf(value)
  if (!seen) throw failed('token_not_found', answer, provider)
  if (!seen.state) throw unreadable(answer, provider, 'the answer names no state')
  const known = { provider, id: instrumentReference(value.id) }
  return toNetworkToken(seen, known, { at, by: 'retrieve', asOf: 'now' })
}

/** The account reference stands beside the token here, not in it. */
function tokenOf({ tokenizedCard, issuer }: InstrumentIdentifier): TokenizedCard | undefined {
  const paymentAccountReference = tokenizedCard?.paymentAccountReference ?? issuer?.paymentAccountReference
  return tokenizedCard && { ...tokenizedCard, ...(paymentAccountReference && { paymentAccountReference }) }
}
