import { createHash } from 'node:crypto'
import { openBody } from '../envelope.ts'
import type { SimulatedMerchant } from '../options.ts'
import type { Claims } from './claims.ts'
import { quote } from './quote.ts'

const PREFIX = 'SHA-256='

/** The digest in the claims of a JWT, over the bytes on the wire; requests without a body carry none. [X §2b] */
export async function checkClaimedDigest(
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
  if (digest.startsWith(PREFIX))
    return 'digest has the prefix SHA-256=: it belongs to the HTTP header, not to the claim'
  if (algorithm !== 'SHA-256') return 'digest-algorithm is not "SHA-256"'
  if (digest === expected) return undefined
  return explain(digest, body, owner)
}

/** The digest header of HTTP Signature. [S §2a] */
export async function checkDigestHeader(
  digest: string | null,
  { method, body }: { readonly method: string; readonly body: Uint8Array },
  owner: SimulatedMerchant,
): Promise<string | undefined> {
  const expected = sha256(body)
  if (body.length === 0) {
    // A POST without a body comes from the SDK with this very text. [X dump D1]
    const politely = method === 'POST' && digest === `${PREFIX}undefined`
    if (digest === null || digest === PREFIX + expected || politely) return undefined
    return 'digest is of some body, but the request has none: leave the header out, and out of headers="..."'
  }
  if (digest === null) return 'digest is missing: SHA-256= and base64 of the SHA-256 of the body'
  if (digest === PREFIX + expected) return undefined
  if (!digest.startsWith(PREFIX))
    return digest === expected
      ? 'digest lacks the prefix SHA-256=: the HTTP header has it, the claim of a JWT has not'
      : `digest is ${quote(digest)}: write SHA-256= and base64 of the SHA-256 of the body`
  return explain(digest.slice(PREFIX.length), body, owner)
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
