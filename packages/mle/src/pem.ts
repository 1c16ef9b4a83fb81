import type { KeyObject } from 'node:crypto'
import { parseCertificate } from './certificate.ts'
import { MleError } from './mle-error.ts'
import type { Pkcs12 } from './pkcs12.ts'
import { parsePrivateKey } from './rsa-key.ts'

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g

/**
 * Reads a PEM text with certificates and private keys in any number and order: what `openssl pkcs12 -nodes` prints, for those who
 * keep their keys so. The result serves wherever an opened .p12 does.
 * @param passphrase of encrypted private keys
 * @throws MleError `key_missing` when there is neither; `certificate_invalid`, `key_invalid`, `key_weak`
 */
export function readPem(pem: string | Uint8Array, passphrase?: string): Pkcs12 {
  const text = typeof pem === 'string' ? pem : Buffer.from(pem).toString('latin1')
  const certificates = []
  const privateKeys: KeyObject[] = []
  for (const [block, label = ''] of text.matchAll(BLOCK)) {
    if (label === 'CERTIFICATE') certificates.push(parseCertificate(block))
    else if (label.endsWith('PRIVATE KEY')) privateKeys.push(parsePrivateKey(block, passphrase))
  }
  if (certificates.length === 0 && privateKeys.length === 0) {
    throw new MleError(
      'key_missing',
      'There is no PEM certificate and no PEM private key in this text. Look for "-----BEGIN" in it.',
    )
  }
  return Object.freeze({ certificates: Object.freeze(certificates), privateKeys: Object.freeze(privateKeys) })
}
