import { type KeyObject, sign } from 'node:crypto'
import { toPublic } from '../rsa-key.ts'
import { bits, integer, nothing, oid, sequence, set, time, utf8 } from './der.ts'

/** A certificate to make. */
export interface CertificateRequest {
  commonName: string
  /** Becomes both the subject's `serialNumber` attribute and, as ASCII bytes, the X.509 serial: as Cybersource does [S]. */
  digits?: string | undefined
  issuer: string
  issuerKey: KeyObject
  publicKey: KeyObject
  notBefore: Date
  notAfter: Date
}

const SHA256_WITH_RSA = sequence(oid('1.2.840.113549.1.1.11'), nothing())

/** A version-1 certificate (no extensions), sha256WithRSAEncryption, as DER. */
export function issueCertificate(request: CertificateRequest): Buffer {
  const { commonName, digits, issuer, issuerKey, publicKey, notBefore, notAfter } = request
  const spki = toPublic(publicKey).export({
    type: 'spki',
    format: 'der',
  })
  const body = sequence(
    integer(digits === undefined ? 1 : Buffer.from(digits, 'ascii')),
    SHA256_WITH_RSA,
    name(issuer),
    sequence(time(notBefore), time(notAfter)),
    name(commonName, digits),
    spki,
  )
  return sequence(body, SHA256_WITH_RSA, bits(sign('sha256', body, issuerKey)))
}

export function toPem(certificate: Uint8Array): string {
  const lines = Buffer.from(certificate)
    .toString('base64')
    .replace(/.{64}(?!$)/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function name(commonName: string, digits?: string): Buffer {
  const attributes = [attribute('2.5.4.3', commonName)]
  if (digits !== undefined) attributes.push(attribute('2.5.4.5', digits))
  return sequence(...attributes)
}

function attribute(type: string, value: string): Buffer {
  return set(sequence(oid(type), utf8(value)))
}
