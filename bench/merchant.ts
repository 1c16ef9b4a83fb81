import { createKeyRing, readPkcs12, requestMleCertificate, responseMleKey, tokenManagementMleKey } from '@nt/mle'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { type KeyFolder, type Mode, writeKeyFolder } from './official-sdk/modes.ts'
import type { SdkSettings } from './official-sdk/sdk.ts'

/** A make-believe merchant with its keys, for the SDK in files and for us in memory. */
export interface Merchant {
  readonly keys: MerchantKeys
  sdkSettings(mode: Omit<Mode, 'version'>, hostUrl?: string): SdkSettings
  remove(): void
}

export async function makeMerchant(merchantId = 'sandbox_mid'): Promise<Merchant> {
  const keys = await makeMerchantKeys({ merchantId })
  const folder: KeyFolder = writeKeyFolder(keys)
  return {
    keys,
    sdkSettings: (mode, hostUrl = 'http://127.0.0.1:9') => folder.settings({ version: '0.0.83', ...mode }, hostUrl),
    remove: folder.remove,
  }
}

/** Opens `encryptedResponse`. */
export const responseRing = ({ responseMle }: MerchantKeys) =>
  createKeyRing([responseMleKey(responseMle.privateKeyPem, { kid: responseMle.kid })])

/** Opens `application/jose`. */
export const tokenManagementRing = ({ tokenManagement: { privateKeyPem, kid } }: MerchantKeys) =>
  createKeyRing([tokenManagementMleKey(privateKeyPem, { kid })])

/** Seals requests. */
export const requestCertificate = ({ p12 }: MerchantKeys) => requestMleCertificate(readPkcs12(p12.bytes, p12.password))

/** About what an answer holds: 400 bytes of JSON. */
export const answerBody = {
  _links: { self: { href: '/tms/v2/tokenized-cards/F0E1D2C3B4A5968778695A4B3C2D1E0F' } },
  id: 'F0E1D2C3B4A5968778695A4B3C2D1E0F',
  object: 'tokenizedCard',
  state: 'ACTIVE',
  enrollmentId: '12345678901234567890',
  tokenReferenceId: 'DNITHE302023512345678',
  number: '4895370012003478',
  expirationMonth: '12',
  expirationYear: '2031',
  type: 'visa',
  card: { suffix: '0639', expirationMonth: '12', expirationYear: '2031' },
}

/** What a request holds. */
export const requestBody = {
  source: 'ONFILE',
  createInstrumentIdentifier: true,
  card: { number: '4622943123100639', expirationMonth: '12', expirationYear: '2031', securityCode: '123' },
  billTo: { firstName: 'Ann', lastName: 'Test', address1: '1 Main Street', postalCode: '94043', country: 'US' },
}
