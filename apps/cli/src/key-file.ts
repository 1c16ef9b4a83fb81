import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto'
import { open } from 'node:fs/promises'
import { NetworkTokenError } from '@nt/core'
import { type Certificate, MleError, readPem, readPkcs12, tokenManagementMleKey } from '@nt/mle'
import { toFailure } from './mle-failure.ts'

/** What a key file holds, whichever form it has. Keys are opaque: printing one shows nothing of it. */
export interface KeyFile {
  readonly format: 'P12' | 'PEM' | 'JWK' | 'DER certificate'
  readonly certificates: readonly Certificate[]
  readonly privateKeys: readonly KeyObject[]
  /** Public keys that came alone, without a certificate. */
  readonly publicKeys: readonly KeyObject[]
  /** The key id that a JWK says it has. */
  readonly kid?: string | undefined
}

/** Asked only when the file turns out to need one. */
type AskPassword = () => Promise<string | undefined>

const longestFile = 1024 * 1024
const empty = { certificates: [], privateKeys: [], publicKeys: [] }

/**
 * Reads a P12, PEM, JWK or DER certificate; the content tells which, not the name.
 * @param about the option or argument that names the file, for messages; the name itself is not repeated
 * @throws NetworkTokenError `key_invalid`
 */
export async function readKeyFile(path: string, about: string, askPassword: AskPassword): Promise<KeyFile> {
  const bytes = await readBytes(path, about)
  try {
    if (bytes.includes('-----BEGIN ')) return await fromPem(bytes.toString('latin1'), about, askPassword)
    if (/^\s*\{/.test(bytes.toString('latin1', 0, 64))) return fromJwk(bytes, about)
    if (bytes[0] === 0x30) return await fromDer(bytes, about, askPassword)
  } catch (error) {
    throw toFailure(error, about)
  }
  throw unusable(about, 'the file is neither a P12 nor a PEM nor a JWK')
}

async function fromDer(bytes: Buffer, about: string, askPassword: AskPassword): Promise<KeyFile> {
  const certificate = certificateOf(bytes)
  if (certificate !== undefined) return { ...empty, format: 'DER certificate', ...readPem(certificate) }
  const password = await askPassword()
  try {
    return { ...empty, format: 'P12', ...readPkcs12(bytes, password ?? '') }
  } catch (error) {
    // Some files have the empty password, so it is tried before one is asked for.
    if (password !== undefined || !MleError.isInstance(error) || error.code !== 'pkcs12_password') throw error
    throw unusable(about, 'the P12 is protected: give its password with --password-file FILE')
  }
}

function certificateOf(bytes: Buffer): string | undefined {
  try {
    return new X509Certificate(bytes).toString()
  } catch {
    return undefined
  }
}

async function fromPem(text: string, about: string, askPassword: AskPassword): Promise<KeyFile> {
  const publicKeys = [...text.matchAll(/-----BEGIN (RSA )?PUBLIC KEY-----[^-]+-----END \1?PUBLIC KEY-----/g)].map(
    ([block]) => publicKeyOf(block, about),
  )
  if (publicKeys.length > 0 && !/-----BEGIN (CERTIFICATE|[A-Z ]*PRIVATE KEY)-----/.test(text)) {
    return { ...empty, format: 'PEM', publicKeys }
  }
  const isEncrypted = /ENCRYPTED/.test(text)
  const password = isEncrypted ? await askPassword() : undefined
  if (isEncrypted && password === undefined) {
    throw unusable(about, 'the private key is encrypted: give its password with --password-file FILE')
  }
  return { format: 'PEM', publicKeys, ...readPem(text, password) }
}

function fromJwk(bytes: Buffer, about: string): KeyFile {
  const jwk = parse(bytes.toString('utf8'))
  if (jwk === undefined) throw unusable(about, 'the file begins like JSON and is none')
  if ('keys' in jwk) throw unusable(about, 'this is a set of keys; put the one key meant in a file of its own')
  if (jwk.kty !== 'RSA') throw unusable(about, 'this JWK is no RSA key; no other kind is used')
  const kid = typeof jwk['kid'] === 'string' ? jwk['kid'] : undefined
  return 'd' in jwk
    ? { ...empty, format: 'JWK', privateKeys: [tokenManagementMleKey(jwk).privateKey], kid }
    : { ...empty, format: 'JWK', publicKeys: [publicKeyOf({ key: jwk, format: 'jwk' }, about)], kid }
}

/** `JSON.parse` quotes what it stumbles over, which here is a private key. */
function parse(text: string): JsonWebKey | undefined {
  try {
    return JSON.parse(text) as JsonWebKey
  } catch {
    return undefined
  }
}

function publicKeyOf(source: Parameters<typeof createPublicKey>[0], about: string): KeyObject {
  try {
    return createPublicKey(source)
  } catch {
    throw unusable(about, 'the public key cannot be read')
  }
}

async function readBytes(path: string, about: string): Promise<Buffer> {
  try {
    const file = await open(path)
    try {
      // Not readFile: the size of a pipe is not known beforehand, and /dev/zero has no end.
      const pieces: Buffer[] = []
      let length = 0
      for await (const piece of file.createReadStream({ autoClose: false })) {
        length += (piece as Buffer).length
        if (length > longestFile) throw unusable(about, 'the file is larger than 1 MiB: that is no key file')
        pieces.push(piece as Buffer)
      }
      if (length === 0) throw unusable(about, 'the file is empty')
      return Buffer.concat(pieces)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (NetworkTokenError.isInstance(error)) throw error
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw unusable(about, missing ? 'there is no such file' : 'the file cannot be read')
  }
}

const unusable = (about: string, problem: string): NetworkTokenError =>
  new NetworkTokenError('key_invalid', { message: `${about}: ${problem}` })
