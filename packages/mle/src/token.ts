import { MleError } from './mle-error.ts'

/** How the content key is wrapped. Requests are written with the first; answers may use either [D][S]. */
export type KeyManagementAlgorithm = 'RSA-OAEP-256' | 'RSA-OAEP'

/** How the content is encrypted. The first two are what the official SDK accepts [S]; the third is off unless asked for. */
export type ContentEncryptionAlgorithm = 'A256GCM' | 'A128GCM' | 'A128CBC-HS256'

/** A compact JWE whose form has been checked; nothing in it is authentic yet. */
export interface Token {
  readonly alg: string
  readonly enc: string
  readonly kid: string | undefined
}

const SHAPE = /^([\w-]+)\.([\w-]+)\.([\w-]+)\.([\w-]*)\.([\w-]+)$/
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const stringMembers = ['alg', 'enc', 'kid', 'cty', 'typ'] as const
const allowedMembers: ReadonlySet<string> = new Set([...stringMembers, 'iat'])

/**
 * Checks a token's form, cheapest check first: length, five parts, canonical base64url, header text, header members. jose itself
 * accepts padding, line ends, stray bits, a BOM and repeated members [X], each of which lets one message have many spellings.
 * @param maxBytes the longest token that is looked at
 * @throws MleError `token_too_large`, `token_malformed`, `header_not_allowed`
 */
export function parseToken(jwe: string, maxBytes: number): Token {
  if (typeof jwe !== 'string') throw new MleError('token_malformed')
  // Written this way round so that a limit of NaN lets nothing through.
  if (!(jwe.length <= maxBytes)) throw new MleError('token_too_large')
  const parts = SHAPE.exec(jwe)?.slice(1)
  if (!parts?.every(isCanonical)) throw new MleError('token_malformed')
  const header = parseHeader(parts[0] ?? '')
  for (const name of Object.keys(header)) if (!allowedMembers.has(name)) throw new MleError('header_not_allowed')
  for (const name of stringMembers) {
    if (Object.hasOwn(header, name) && typeof header[name] !== 'string') throw new MleError('token_malformed')
  }
  if (Object.hasOwn(header, 'iat') && !Number.isFinite(header['iat'])) throw new MleError('token_malformed')
  const { alg, enc, kid } = header as { alg?: string; enc?: string; kid?: string }
  if (alg === undefined || enc === undefined) throw new MleError('token_malformed')
  return { alg, enc, kid }
}

/**
 * Two spellings of the same bytes are refused: only the one an encoder writes is let through. Of base64url without padding that is the one whose
 * length leaves no lone character, and whose last character has no bits that decode to nothing.
 */
function isCanonical(part: string): boolean {
  const characters = part.length % 4
  if (characters === 0) return true
  const lastBits = ALPHABET.indexOf(part.at(-1) ?? '')
  return characters === 2 ? (lastBits & 0b1111) === 0 : characters === 3 && (lastBits & 0b11) === 0
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function parseHeader(part: string): Record<string, unknown> {
  try {
    const text = utf8.decode(Buffer.from(part, 'base64url'))
    const members = countMembers(text)
    const header: unknown = JSON.parse(text)
    // Fewer names than members: one was written twice, and readers would disagree on which counts.
    if (isRecord(header) && Object.keys(header).length === members) return header
  } catch {
    // JSON.parse quotes its input in the message.
  }
  throw new MleError('token_malformed')
}

const MAX_DEPTH = 4

/** Counts the members of the outermost object by its colons, in one pass that also stops at deep nesting, before any parser runs. */
function countMembers(text: string): number {
  let depth = 0
  let members = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index++
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === ':' && depth === 1) members++
    else if (character === '}' || character === ']') depth--
    else if ((character === '{' || character === '[') && ++depth > MAX_DEPTH) throw new MleError('token_malformed')
  }
  return members
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
