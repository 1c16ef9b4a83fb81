/**
 * Keys and sealed messages for tests and simulators. Not for production: everything made here is make-believe.
 *
 * @module
 */
export { openRequest, sealAnswer, sealResponse } from './answer.ts'
export {
  type MerchantKeys,
  type MerchantKeysOptions,
  makeMerchantKeys,
  type Pkcs12File,
  type Recipient,
} from './merchant-keys.ts'
export type { Pkcs12Protection } from './write-pkcs12.ts'
