import type { CybersourceSettings } from '@nt/cybersource'
import type { MerchantKeys } from '@nt/mle/testing'
import type { Merchant } from '../merchant.ts'
import type { Auth } from '../official-sdk/modes.ts'
import { authFor } from '../our-signature.ts'
import type { ClientOrder } from './clients.ts'

/** A lookup signed with HTTP Signature, nothing sealed: the cheapest call that there is. */
export const lookUp = (merchant: Merchant, host: string, client: ClientOrder['client']): ClientOrder => ({
  client,
  operation: 'look up',
  sdkSettings: merchant.sdkSettings({ auth: 'HTTP Signature', mle: 'no MLE' }, host),
  settings: ourSettings(merchant.keys, host, 'HTTP Signature'),
})

/** A token made, request and answer sealed. */
export const make = (
  merchant: Merchant,
  host: string,
  client: ClientOrder['client'],
  auth: Exclude<Auth, 'HTTP Signature'>,
): ClientOrder => ({
  client,
  operation: 'make',
  sdkSettings: merchant.sdkSettings({ auth, mle: 'request and response MLE' }, host),
  settings: ourSettings(merchant.keys, host, auth),
})

/** As somebody would write them, with everything else left to its default. */
export function ourSettings(keys: MerchantKeys, host: string, auth: Auth): CybersourceSettings {
  const { privateKeyPem: privateKey, kid } = keys.tokenManagement
  return {
    host,
    merchantId: keys.merchantId,
    auth: authFor(auth, keys),
    ...(auth === 'JWT, shared secret' && { requestMle: { certificate: keys.provider.requestMle.certificatePem } }),
    tokenManagementMle: { privateKey, kid },
  }
}
