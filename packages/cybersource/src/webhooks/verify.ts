import { NetworkTokenError, type RawRequest } from '@nt/core'
import { parsedBody, parseSignature, payloadText, signatureHeader, signs, type WebhookKey } from './signature.ts'

/** How a webhook is judged. */
export interface VerifyWebhookSettings {
  /** Default: the machine's time. */
  readonly now?: Date | undefined
  /** How far the time of signing may be from now, either way, milliseconds. Default one hour, as in Cybersource's plugins [C]. */
  readonly toleranceMs?: number | undefined
}

/** A webhook that came from who holds the key. Only what was signed is in it. */
export interface VerifiedWebhook {
  readonly keyId: string
  readonly signedAt: Date
  /** What the signature is over: the whole body [D], or the payload alone [C], and then nothing around it can be trusted. */
  readonly covers: 'body' | 'payload'
  /** `{ payload, … }` for `body`; `{ payload }` for `payload`. */
  readonly signed: Readonly<Record<string, unknown>>
}

/** More than any event needs. */
const longestBody = 1024 * 1024

/**
 * Verifies a webhook of Cybersource against the merchant's signing keys, over the raw bytes. Give several keys while one is being replaced.
 * @throws NetworkTokenError `webhook_refused`, never quoting what came; `key_invalid`, `configuration_invalid`
 * @example
 * const events = parseWebhook(verifyWebhook({ headers: request.headers, rawBody }, [key]))
 */
export function verifyWebhook(
  { headers, rawBody }: RawRequest,
  keys: readonly WebhookKey[],
  { now = new Date(), toleranceMs = 60 * 60_000 }: VerifyWebhookSettings = {},
): VerifiedWebhook {
  if (!Number.isFinite(toleranceMs) || toleranceMs < 0) {
    const issues = [{ path: 'webhooks.toleranceMs', problem: 'must be milliseconds, 0 or more' }]
    throw new NetworkTokenError('configuration_invalid', { issues })
  }
  const found = headerOf(headers, signatureHeader)
  if (found.length === 0) throw refused(signatureHeader, 'is missing')
  const signature = found.length === 1 ? parseSignature(found[0] ?? '') : undefined
  if (!signature) throw refused(signatureHeader, 'is not of the form t=…;keyId=…;sig=…')
  const key = keys.find(({ keyId }) => keyId === signature.keyId)
  if (!key) throw refused(`${signatureHeader}.keyId`, 'is none of the keys known here')
  if (length(rawBody) > longestBody) throw refused('body', `is longer than ${longestBody} bytes`)

  const body = parsedBody(rawBody)
  const payload = payloadText(body)
  const covers = signs(signature, key.key, rawBody)
    ? 'body'
    : payload !== undefined && signs(signature, key.key, payload)
      ? 'payload'
      : undefined
  if (!covers) throw refused(`${signatureHeader}.sig`, 'is not of this body under that key')
  // Only now, so that a stranger learns nothing from the answer about the clock.
  const ageMs = now.getTime() - Number(signature.t)
  if (!(Math.abs(ageMs) <= toleranceMs)) {
    throw refused(`${signatureHeader}.t`, ageMs > 0 ? 'is too long ago' : 'is in the future: compare the clocks')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refused('body', 'is not a JSON object')
  const whole = body as Readonly<Record<string, unknown>>
  return {
    keyId: key.keyId,
    signedAt: new Date(Number(signature.t)),
    covers,
    signed: covers === 'body' ? whole : { payload: whole['payload'] },
  }
}

const length = (rawBody: Uint8Array | string): number =>
  typeof rawBody === 'string' ? Buffer.byteLength(rawBody) : rawBody.byteLength

/** Every value of a header, whatever the case of its name. */
function headerOf(headers: RawRequest['headers'], name: string): string[] {
  if (typeof headers['get'] === 'function') {
    const value = headers.get(name)
    return typeof value === 'string' ? [value] : []
  }
  return Object.entries(headers).flatMap(([each, value]) =>
    each.toLowerCase() === name && value !== undefined ? ([value].flat() as string[]) : [],
  )
}

function refused(path: string, problem: string): NetworkTokenError {
  return new NetworkTokenError('webhook_refused', { operation: 'webhooks.verify', issues: [{ path, problem }] })
}
