import { createHash } from 'node:crypto'
import { openBody } from '../envelope.ts'
import type { SimulatedMerchant } from '../options.ts'
import type { Claims } from './claims.ts'

/** The digest is over the bytes on the wire; requests without a body carry none. [X §2b] */
export async function checkDigest(
  claims: Claims,
  body: Uint8Array,
  owner: SimulatedMerchant,
): Promise<string | undefined> {
  // The guide writes `digestAlgorithm`, the SDK `digest-algorithm`. [D/X §0 5]
  const { digest, 'digest-algorithm': algorithm = claims['digestAlgorithm'] } = claims
  const expected = sha256(body)
  if (body.length === 0) {
    // A POST without a body has the algorithm and no digest. [X dump D1]
    if (digest === undefined || digest === expected) return undefined
    return 'digest is of some body, but the request has none: leave the claim out'
  }
  if (digest === undefined) return 'digest is missing: base64 of the SHA-256 of the body'
  if (typeof digest !== 'string') return 'digest is not a string'
  if (digest.startsWith('SHA-256='))
    return 'digest has the prefix SHA-256=: it belongs to the HTTP header, not to the claim'
  if (algorithm !== 'SHA-256') return 'digest-algorithm is not "SHA-256"'
  if (digest === expected) return undefined
  return explain(digest, body, owner)
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('base64')

async function explain(digest: string, body: Uint8Array, owner: SimulatedMerchant): Promise<string> {
  const bytes = createHash('sha256').update(body).digest()
  if (digest.toLowerCase() === bytes.toString('hex')) return 'digest is in hexadecimal: base64 is wanted'
  if (digest === bytes.toString('base64url')) return 'digest is in base64url: base64 is wanted'
  const opened = await openBody(body, owner)
  if ('plaintext' in opened && sha256(opened.plaintext) === digest) {
    return 'digest is of the plaintext: hash the bytes on the wire, after sealing'
  }
  return 'digest differs: the body was changed after signing'
}
