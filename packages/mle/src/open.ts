import type { KeyObject } from 'node:crypto'
import { compactDecrypt } from 'jose'
import type { KeyRing, MlePrivateKey } from './key-ring.ts'
import { MleError } from './mle-error.ts'
import { type ContentEncryptionAlgorithm, type KeyManagementAlgorithm, parseToken } from './token.ts'

/** What is let through. The defaults are the profile of the official SDK [S]. */
export interface OpenOptions {
  /** Longest token that is looked at, in bytes. Default 65,536: a credential is about 2 kB. */
  maxBytes?: number | undefined
  /** Default `RSA-OAEP-256` and `RSA-OAEP`. */
  keyManagement?: readonly KeyManagementAlgorithm[] | undefined
  /** Default `A256GCM` and `A128GCM`. */
  contentEncryption?: readonly ContentEncryptionAlgorithm[] | undefined
}

const KEY_MANAGEMENT: readonly KeyManagementAlgorithm[] = ['RSA-OAEP-256', 'RSA-OAEP']
const CONTENT_ENCRYPTION: readonly ContentEncryptionAlgorithm[] = ['A256GCM', 'A128GCM']

/**
 * Opens a compact JWE with a key of the ring. The private operation runs on the thread pool.
 *
 * The result is what somebody who has the PUBLIC key wrote: a JWE has no sender. Compare an id inside it with what was asked.
 *
 * @example const bytes = await open(body, ring)
 * @throws MleError `token_too_large`, `token_malformed`, `header_not_allowed`, `algorithm_not_allowed`, `key_unknown`, and
 *   `decryption_failed` for everything that cryptography says
 */
export async function open(
  jwe: string,
  ring: Pick<KeyRing<MlePrivateKey>, 'next'>,
  options: OpenOptions = {},
): Promise<Uint8Array> {
  return openWith(jwe, (kid) => ring.next(kid), options)
}

/**
 * As `open`, and reads the plaintext as UTF-8, where a wrong byte or a BOM is an error and not a replacement character.
 * @throws MleError as `open`, and `plaintext_invalid`
 */
export async function openText(
  jwe: string,
  ring: Pick<KeyRing<MlePrivateKey>, 'next'>,
  options: OpenOptions = {},
): Promise<string> {
  return toText(await open(jwe, ring, options))
}

/**
 * As `openText`, and parses JSON. Its error says only that it is not JSON, where `JSON.parse` would quote the card data it stumbled over.
 * What the value holds is not checked: that is for a schema.
 * @throws MleError as `openText`
 */
export async function openJson(
  jwe: string,
  ring: Pick<KeyRing<MlePrivateKey>, 'next'>,
  options: OpenOptions = {},
): Promise<unknown> {
  const text = await openText(jwe, ring, options)
  try {
    return JSON.parse(text)
  } catch {
    throw new MleError('plaintext_invalid')
  }
}

/** `open` over any way of finding a key. */
export async function openWith(
  jwe: string,
  findKey: (kid: string | undefined) => KeyObject | undefined,
  options: OpenOptions,
): Promise<Uint8Array> {
  const { maxBytes = 65_536, keyManagement = KEY_MANAGEMENT, contentEncryption = CONTENT_ENCRYPTION } = options
  const { alg, enc, kid } = parseToken(jwe, maxBytes)
  if (!contains(keyManagement, alg) || !contains(contentEncryption, enc)) throw new MleError('algorithm_not_allowed')
  const key = findKey(kid)
  if (!key) throw new MleError('key_unknown')
  try {
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: [alg],
      contentEncryptionAlgorithms: [enc],
      maxDecompressedLength: 0,
    })
    return plaintext
  } catch {
    // One code and one message for padding, key length and tag alike: the difference would be an oracle.
    throw new MleError('decryption_failed')
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws MleError `plaintext_invalid` */
export function toText(plaintext: Uint8Array): string {
  try {
    const text = utf8.decode(plaintext)
    if (!text.startsWith('\uFEFF')) return text
  } catch {
    // falls through to the one refusal
  }
  throw new MleError('plaintext_invalid')
}

function contains(list: readonly string[], value: string): boolean {
  return list.includes(value)
}
