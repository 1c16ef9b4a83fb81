import type { JsonObject } from './answers.ts'
import { type CardFacts, parOf } from './card.ts'
import type { NetworkTokenRecord, ProvisioningError } from './network-token-book.ts'

/** The card as every answer shows it. */
export const maskedCard = (
  card: CardFacts,
  { type = 'card/masked', withPar = true }: { readonly type?: string; readonly withPar?: boolean } = {},
): JsonObject => ({
  type,
  firstSix: card.firstSix,
  lastFour: card.lastFour,
  cardExpiryDate: { ...card.expiry },
  ...(withPar && { paymentAccountReference: parOf(card) }),
})

/** The token; number and expiry only once the scheme has issued them. */
export const networkToken = (status: string, { tokenNumber, expiry }: NetworkTokenRecord): JsonObject => ({
  status,
  type: 'card/networkToken',
  ...(tokenNumber !== undefined && expiry !== undefined && { tokenNumber, expiryDate: { ...expiry } }),
})

export const errorList = (errors: readonly ProvisioningError[]): readonly JsonObject[] =>
  errors.map((error) => ({ ...error }))

/** The guide's words [D]; the last is that of the OpenAPI's lookup sample [S]. The word for `pending` is a setting. */
export const statusTexts: Readonly<Record<Exclude<NetworkTokenRecord['state'], 'pending'>, string>> = {
  active: 'Active',
  suspended: 'Suspended',
  expired: 'Expired',
  deleted: 'Deleted',
  refused: 'Provision Processor Error',
}
