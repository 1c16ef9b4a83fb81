import { MleError, type MleErrorCode, open } from '@nt/mle'
import { decodeObject, describeTime, type MessageKind, type MessageReport, oddKid } from './message-report.ts'
import { shown } from './shown.ts'
import type { FoundMessage } from './unwrap-message.ts'

type Header = Readonly<Record<string, unknown>>

const kinds: Record<
  'request-mle' | 'response-mle' | 'token-management-answer' | 'jwe',
  { what: string; next: string }
> = {
  'request-mle': {
    what: 'a request sealed to Cybersource (REST MLE, the value of encryptedRequest)',
    next: "Only Cybersource can open it. Its kid is the serialNumber in the subject of the certificate CyberSource_SJC_US: nt keys inspect shows your copy's.",
  },
  'response-mle': {
    what: 'an answer sealed to your response-MLE key (REST MLE, the value of encryptedResponse)',
    next: 'nt mle open --key FILE --kid ID opens it, with the key whose id the request gave as v-c-response-mle-kid.',
  },
  'token-management-answer': {
    what: 'an answer sealed to your Token Management MLE key (application/jose)',
    next: 'nt mle open --key FILE --kid ID opens it, with the private half of the key uploaded under Key Management > Message-Level Encryption.',
  },
  jwe: {
    what: 'a JWE; its header does not tell which kind of message it is',
    next: 'nt mle open --key FILE opens it, if it was sealed to your key.',
  },
}

const usualMembers = new Set(['alg', 'enc', 'kid', 'cty', 'typ', 'iat'])
const partNames = ['header', 'encrypted key', 'IV', 'ciphertext', 'tag']

/** A compact JWE, as far as its header and its parts tell. */
export async function describeJwe({ token, wrapping }: FoundMessage, now: Date): Promise<MessageReport> {
  const parts = token.split('.')
  const header = decodeObject(parts[0] ?? '') ?? {}
  const kind = kindOf(header, wrapping)
  const [, encryptedKey, iv, ciphertext, tag] = parts.map((part) => Buffer.from(part, 'base64url').length)
  return {
    kind,
    ...kinds[kind],
    facts: [
      ['alg', text(header['alg'])],
      ['enc', text(header['enc'])],
      ['kid', text(header['kid'])],
      ['cty', text(header['cty'])],
      ['typ', text(header['typ'])],
      ['iat', describeTime(header['iat'], now) ?? text(header['iat'])],
      ['encrypted key', `${encryptedKey} bytes${encryptedKey ? `, an RSA key of ${encryptedKey * 8} bits` : ''}`],
      ['ciphertext', `${ciphertext} bytes${/GCM$/.test(String(header['enc'])) ? ', and as many of plaintext' : ''}`],
      ['IV and tag', `${iv} and ${tag} bytes`],
    ],
    unusual: await unusual(token, parts, header, kind),
  }
}

function kindOf({ typ, cty, iat, kid }: Header, wrapping: FoundMessage['wrapping']): keyof typeof kinds & MessageKind {
  if (wrapping === 'encryptedRequest') return 'request-mle'
  if (wrapping === 'encryptedResponse') return 'response-mle'
  if (typ === 'JWT' && cty === 'json') return 'token-management-answer'
  if (kid === undefined || iat === undefined || typ !== undefined) return 'jwe'
  return cty === 'JWT' ? 'request-mle' : 'response-mle'
}

async function unusual(token: string, parts: string[], header: Header, kind: MessageKind): Promise<string[]> {
  const found: (string | undefined | false)[] = []
  const refusal = await refusalOf(token)
  if (refusal) found.push(`nt mle open refuses it as it is: ${refusal}`)
  if (Object.keys(header).length === 0) found.push('its first part is no JSON object')
  for (const [index, part] of parts.entries()) {
    const again = Buffer.from(part, 'base64url').toString('base64url')
    if (again !== part)
      found.push(`its ${partNames[index]} is not canonical base64url (padding, line ends, or stray bits)`)
  }
  for (const name of Object.keys(header)) {
    if (!usualMembers.has(name))
      found.push(`the header has a member ${shown(name)}, which no message of Cybersource has`)
  }
  found.push(
    header['alg'] === 'RSA-OAEP' && 'alg is RSA-OAEP (SHA-1): the guide has it, the official SDK writes RSA-OAEP-256',
    header['kid'] === undefined && 'it has no kid, so it does not say which key opens it',
    oddKid(header['kid']),
    kind === 'request-mle' && header['cty'] !== 'JWT' && 'a request of the official SDK has cty JWT',
    typeof header['iat'] === 'string' && 'iat is a string; it should be a number of seconds',
    typeof header['iat'] === 'number' && header['iat'] > 1e11 && 'iat is in milliseconds; it should be in seconds',
  )
  return found.filter((each) => typeof each === 'string')
}

/** `open` checks the form before it looks for a key: without one it tells the form's fault, or that the key is missing. */
async function refusalOf(token: string): Promise<string | undefined> {
  const code = await open(token, { next: () => undefined }).catch((error: unknown): MleErrorCode | undefined =>
    MleError.isInstance(error) ? error.code : undefined,
  )
  return code === 'key_unknown' || typeof code !== 'string' ? undefined : code
}

const text = (value: unknown): string | undefined => (value === undefined ? undefined : shown(value))
