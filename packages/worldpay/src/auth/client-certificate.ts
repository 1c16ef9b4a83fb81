import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { NetworkTokenError, type Secret } from '@nt/core'
import type { TransportSettings } from '@nt/provider-kit'

/** The settings of a client certificate: PEM. */
export interface ClientCertificate {
  readonly cert: string
  readonly key: string | Secret
  readonly ca?: string | undefined
}

/**
 * Looks at a client certificate before it is needed: a wrong one would fail in the middle of a handshake, with words that nobody can read.
 * @throws NetworkTokenError `key_invalid`; nothing of the key is quoted
 */
export function readCertificate({ cert, key, ca }: ClientCertificate, now: Date): TransportSettings['tls'] {
  const pem = typeof key === 'string' ? key : key.reveal()
  const certificate = read(() => new X509Certificate(cert), 'tls.cert', 'is no certificate in PEM')
  const privateKey: KeyObject = read(
    () => createPrivateKey(pem),
    'tls.key',
    'is no private key in PEM without a password',
  )
  if (ca !== undefined) read(() => new X509Certificate(ca), 'tls.ca', 'is no certificate in PEM')
  if (!certificate.checkPrivateKey(privateKey)) throw invalid('tls.key', 'does not belong to the certificate')
  if (now.getTime() > Date.parse(certificate.validTo)) throw invalid('tls.cert', 'has expired')
  return { cert, key: pem, ...(ca !== undefined && { ca }) }
}

function read<Value>(parse: () => Value, path: string, problem: string): Value {
  try {
    return parse()
  } catch {
    throw invalid(path, problem)
  }
}

const invalid = (path: string, problem: string): NetworkTokenError =>
  new NetworkTokenError('key_invalid', { provider: 'worldpay', issues: [{ path, problem }] })
