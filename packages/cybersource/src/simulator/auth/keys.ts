import { X509Certificate } from 'node:crypto'
import type { SimulatedMerchant } from '../options.ts'

/** A key of a .p12 file: `kid` is the serialNumber in the subject of its certificate. [S/X §2b] */
export interface CertificateKey {
  readonly kind: 'certificate'
  readonly merchant: SimulatedMerchant
  readonly kid: string
  /** Which people take for the kid. */
  readonly x509Serial: string
  /** As `x5c` of a version 1 token has it. [X §2c] */
  readonly derBase64: string
}

/** A shared secret: `kid` is its key id, a UUID. [S §2a] */
export interface SecretKey {
  readonly kind: 'secret'
  readonly merchant: SimulatedMerchant
  readonly kid: string
  /** The decoded bytes: these are the HMAC key. [S §2a] */
  readonly bytes: Uint8Array
  /** The base64 text itself, which people use by mistake. */
  readonly undecoded: Uint8Array
}

export type SigningKey = CertificateKey | SecretKey

/** Every key a request may be signed with. */
export const toSigningKeys = (merchants: readonly SimulatedMerchant[]): readonly SigningKey[] =>
  merchants.flatMap((merchant) => [toCertificateKey(merchant), ...toSecretKeys(merchant)])

function toCertificateKey(merchant: SimulatedMerchant): SigningKey {
  const { kid, certificatePem } = merchant.provider.merchant
  const certificate = new X509Certificate(certificatePem)
  const derBase64 = certificate.raw.toString('base64')
  return { kind: 'certificate', merchant, kid, x509Serial: certificate.serialNumber, derBase64 }
}

const toSecretKeys = (merchant: SimulatedMerchant): readonly SigningKey[] =>
  (merchant.sharedSecrets ?? []).map(({ keyId, secret }) => ({
    kind: 'secret',
    merchant,
    kid: keyId,
    bytes: Buffer.from(secret, 'base64'),
    undecoded: Buffer.from(secret),
  }))

export const isSecret = (key: SigningKey): key is SecretKey => key.kind === 'secret'
export const isCertificate = (key: SigningKey): key is CertificateKey => key.kind === 'certificate'
