import type { Expiry } from '@nt/core'
import type { JsonObject } from './answers.ts'
import { wireTime } from './answers.ts'
import type { BaseTokenFacts, BaseTokenRecord } from './base-token-book.ts'
import { type BillingAddress, isSameAddress } from './billing-address.ts'

/** What a creation brought that differs from what is kept. */
export interface Conflicts {
  readonly holderName?: string
  readonly expiry?: Expiry
  readonly billingAddress?: BillingAddress
  readonly schemeReference?: string
}

/** Half an hour, as the sample implies [I]. */
export const conflictLifetimeMs = 30 * 60_000

/** What was sent and differs from what is kept [S]; what was not sent agrees. */
export function conflictsOf(kept: BaseTokenRecord, sent: BaseTokenFacts): Conflicts | undefined {
  const isSameExpiry =
    kept.card.expiry.month === sent.card.expiry.month && kept.card.expiry.year === sent.card.expiry.year
  const isOtherAddress = sent.billingAddress && !isSameAddress(sent.billingAddress, kept.billingAddress ?? {})
  const conflicts = {
    ...(sent.holderName !== undefined && sent.holderName !== kept.holderName && { holderName: sent.holderName }),
    ...(!isSameExpiry && { expiry: sent.card.expiry }),
    ...(isOtherAddress && { billingAddress: sent.billingAddress }),
    ...(sent.schemeReference !== undefined &&
      sent.schemeReference !== kept.schemeReference && { schemeReference: sent.schemeReference }),
  }
  return Object.keys(conflicts).length > 0 ? conflicts : undefined
}

/** The token as it is when what was sent counts. */
export const resolved = (token: BaseTokenRecord, conflicts: Conflicts): BaseTokenRecord => ({
  ...token,
  ...(conflicts.holderName !== undefined && { holderName: conflicts.holderName }),
  ...(conflicts.expiry && { card: { ...token.card, expiry: conflicts.expiry } }),
  ...(conflicts.billingAddress && { billingAddress: conflicts.billingAddress }),
  ...(conflicts.schemeReference !== undefined && { schemeReference: conflicts.schemeReference }),
  conflict: undefined,
})

/** The `conflicts` of a 409, and of its link. */
export function conflictsBody(conflicts: Conflicts, expiresAt: string): JsonObject {
  const { holderName, expiry, billingAddress, schemeReference } = conflicts
  const instrument = {
    ...(holderName !== undefined && { cardHolderName: holderName }),
    ...(expiry && { cardExpiryDate: { ...expiry } }),
    ...(billingAddress && { billingAddress: { ...billingAddress } }),
  }
  return {
    ...(Object.keys(instrument).length > 0 && { paymentInstrument: instrument }),
    ...(schemeReference !== undefined && { schemeTransactionReference: schemeReference }),
    conflictsExpiryDateTime: wireTime(expiresAt),
  }
}
