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
export { type WorldpaySettings, worldpayHosts } from './settings.ts'
export type { WorldpayStatus } from './status.ts'
export type { MaskedCard, ProvisioningError, TokenFacts, TokenInstrument } from './token-answer.ts'
