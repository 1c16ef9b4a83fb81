export { createWorldpayProvider, type WorldpayProvider } from './adapter.ts'
export { createWorldpay, type Worldpay } from './client.ts'
export type { Cryptogram, CryptogramOptions } from './cryptogram.ts'
export type { DeletedNetworkToken } from './delete.ts'
export type { LookedUpNetworkToken } from './lookup.ts'
export type {
  CardFront,
  CardTokenized,
  CreatedNetworkToken,
  IssuedTokenInstrument,
  NetworkTokenRequest,
} from './provision.ts'
export {
  type WorldpayAuth,
  type WorldpaySettings,
  type WorldpayTls,
  worldpayHosts,
} from './settings.ts'
export type { WorldpayStatus } from './status.ts'
export type { MaskedCard, ProvisioningError, TokenFacts, TokenInstrument } from './token-answer.ts'
export type { BillingAddress } from './tokens/billing-address.ts'
export type { CardToken, CardTokenInstrument, CardTokenLinks } from './tokens/card-token.ts'
export type { CardTokenConflicts, CardTokenRequest, CreatedCardToken } from './tokens/create.ts'
export type { DeletedCardToken } from './tokens/delete.ts'
export type { CardTokenQuery } from './tokens/list.ts'
export type { CardTokenFields } from './tokens/update.ts'
