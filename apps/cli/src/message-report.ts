/** What can be said of a message without any key. Nothing in it is verified: without a key, nobody can. */
export interface MessageReport {
  /** A stable word for machines. */
  readonly kind: MessageKind
  /** What it is, in a sentence. */
  readonly what: string
  /** What its header and claims say. No value of a body is among them. */
  readonly facts: readonly (readonly [name: string, value: string | undefined])[]
  /** What is out of the ordinary, most important first. */
  readonly unusual: readonly string[]
  /** What to do with it. */
  readonly next: string
}

export type MessageKind =
  | 'request-mle'
  | 'response-mle'
  | 'token-management-answer'
  | 'jwe'
  | 'jwt-v2'
  | 'jwt-v1'
  | 'jwt'
  | 'json'
  | 'unknown'

/** One part of a compact token as an object of JSON; undefined when it is none. */
export function decodeObject(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** An `iat` or `exp` as a date, with its distance from now; undefined when it is no time. */
export function describeTime(value: unknown, now: Date): string | undefined {
  if (value === undefined) return undefined
  const date = typeof value === 'number' ? new Date(value * 1000) : new Date(String(value))
  if (Number.isNaN(date.getTime())) return undefined
  return `${date.toISOString().replace('.000Z', 'Z')} (${distance(date, now)})`
}

const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

function distance(date: Date, now: Date): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000)
  const [size, unit] = units.find(([each]) => Math.abs(seconds) >= each) ?? [1, 's']
  const count = Math.round(Math.abs(seconds) / size)
  return seconds > 0 ? `in ${count} ${unit}` : `${count} ${unit} ago`
}

/**
 * What a key id looks like. Cybersource's are the digits of the certificate's subject; the X.509 serial of the same certificate is those
 * digits in ASCII, written in hex, and the commonest wrong value.
 */
export function oddKid(kid: unknown): string | undefined {
  if (typeof kid !== 'string') return kid === undefined ? undefined : 'kid is not a string'
  if (/^(?:3[0-9]){10,}$/.test(kid)) {
    return `kid looks like the X.509 serial of a certificate; Cybersource wants the serialNumber attribute of its subject, which would be ${Buffer.from(kid, 'hex').toString('latin1')}`
  }
  return /^\s|\s$/.test(kid) ? 'kid begins or ends with white space' : undefined
}
