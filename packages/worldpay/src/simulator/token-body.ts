import { paymentAccountReference } from '@nt/sandbox'
import type { JsonObject } from './answers.ts'
import type { CardFacts } from './card.ts'
import type { NetworkTokenRecord } from './network-token-book.ts'
import type { ProvisioningError } from './provisioning-error.ts'

/** The card as every answer shows it. */
export const maskedCard = (
  card: CardFacts,
  { type = 'card/masked', withPar = true }: { readonly type?: string; readonly withPar?: boolean } = {},
): JsonObject => ({
  type,
  firstSix: card.firstSix,
  lastFour: card.lastFour,
  cardExpiryDate: { ...card.expiry },
  ...(withPar && parOf(card)),
})

/** The same for a card however often it is tokenised, and at every host with the same fingerprint key. */
const parOf = (card: CardFacts) => ({ paymentAccountReference: paymentAccountReference(card.fingerprint) })

/** The token; number and expiry only once the scheme has issued them. */
export const networkToken = (
  status: string,
  { tokenNumber, expiry, card }: NetworkTokenRecord,
  { withPar }: { readonly withPar: boolean },
): JsonObject => ({
  status,
  type: 'card/networkToken',
  ...(tokenNumber !== undefined && expiry !== undefined && { tokenNumber, expiryDate: { ...expiry } }),
  ...(withPar && parOf(card)),
})

export const errorList = (errors: readonly ProvisioningError[]): readonly JsonObject[] =>
  errors.map((error) => ({ ...error }))

/** The guide's words [D]; `Inactive` is from 2023 [O]; the last is that of the OpenAPI's lookup sample [S]. The word for `pending` is a setting. */
export const statusTexts: Readonly<Record<Exclude<NetworkTokenRecord['state'], 'pending'>, string>> = {
  active: 'Active',
  inactive: 'Inactive',
  suspended: 'Suspended',
  expired: 'Expired',
  deleted: 'Deleted',
  refused: 'Provision Processor Error',
}
