import { createHmac, timingSafeEqual } from 'node:crypto'
import { NetworkTokenError, Secret } from '@nt/core'

/** A signing key of webhooks, as `webhooks.createKey` gives it. */
export interface WebhookKey {
  /** A UUID; the signature names it. */
  readonly keyId: string
  /** Base64, as it was shown. */
  readonly key: Secret | string
}

/** The header of the signature [D]. */
export const signatureHeader = 'v-c-signature'

/** `t=<epoch ms>;keyId=<uuid>;sig=<base64>` [D]. */
export interface ParsedSignature {
  /** Digits: they are signed as they stand. */
  readonly t: string
  readonly keyId: string
  readonly sig: Uint8Array
}

/** For one signature. */
export interface SignWebhookSettings {
  /** Default: the machine's time. */
  readonly at?: Date | undefined
  /** What is signed: the raw body, as documented [D], or `JSON.stringify(payload)`, as two of Cybersource's own plugins have it [C]. Default `body`. */
  readonly covers?: 'body' | 'payload' | undefined
}

/**
 * The `v-c-signature` header as Cybersource makes it: for tests and simulators.
 * @throws NetworkTokenError `key_invalid`, `input_invalid` when the payload of what is not JSON shall be signed
 * @example
 * const headers = { 'v-c-signature': signWebhook(rawBody, key) }
 */
export function signWebhook(
  rawBody: Uint8Array | string,
  { keyId, key }: WebhookKey,
  { at = new Date(), covers = 'body' }: SignWebhookSettings = {},
): string {
  const message = covers === 'body' ? rawBody : payloadText(parsedBody(rawBody))
  if (message === undefined) {
    throw new NetworkTokenError('input_invalid', {
      issues: [{ path: 'rawBody', problem: 'is not JSON with a payload' }],
    })
  }
  const t = String(at.getTime())
  return `t=${t};keyId=${keyId};sig=${hmac(key, t, message).toString('base64')}`
}

/** Whether the signature is of this message under this key. Constant time. */
export function signs({ t, sig }: ParsedSignature, key: WebhookKey['key'], message: Uint8Array | string): boolean {
  const expected = hmac(key, t, message)
  return sig.length === expected.length && timingSafeEqual(sig, expected)
}

/**
 * Reads the header: parts between semicolons, split at their first `=`, since base64 may end in it; a stray quote or semicolon of the published
 * examples is trimmed [D]. A part that comes twice makes it ambiguous, and nothing.
 */
export function parseSignature(header: string): ParsedSignature | undefined {
  const parts = new Map<string, string>()
  for (const part of header.slice(0, 1024).split(';')) {
    const text = trim(part)
    if (text === '') continue
    const at = text.indexOf('=')
    const name = trim(text.slice(0, at)).toLowerCase()
    if (at < 1 || parts.has(name)) return undefined
    parts.set(name, trim(text.slice(at + 1)))
  }
  const [t = '', keyId = '', sig = ''] = ['t', 'keyid', 'sig'].map((name) => parts.get(name))
  if (!/^[0-9]{1,16}$/.test(t) || keyId === '' || !/^[A-Za-z0-9+/]{43}=?$/.test(sig)) return undefined
  return { t, keyId, sig: Buffer.from(sig, 'base64') }
}

const trim = (text: string): string => text.replace(/^[\s"']+|[\s"']+$/g, '')

/** The second known form of the message. */
export function payloadText(body: unknown): string | undefined {
  const payload: unknown = typeof body === 'object' && body !== null && 'payload' in body ? body.payload : undefined
  return payload === undefined || payload === null ? undefined : JSON.stringify(payload)
}

/** The body as JSON, or nothing: parsers quote what they read. */
export function parsedBody(rawBody: Uint8Array | string): unknown {
  try {
    const text =
      typeof rawBody === 'string' ? rawBody : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(rawBody)
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function hmac(key: WebhookKey['key'], t: string, message: Uint8Array | string): Buffer {
  return createHmac('sha256', keyBytes(key)).update(`${t}.`).update(message).digest()
}

/**
 * The key's bytes [D]. One that is not base64 or too short to be a key is refused: the empty key would accept whoever signs with it.
 * @throws NetworkTokenError `key_invalid`
 */
export function keyBytes(key: WebhookKey['key']): Buffer {
  const text = (key instanceof Secret ? key.reveal() : key).trim()
  const bytes = Buffer.from(text, 'base64')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || bytes.length < 16) {
    throw new NetworkTokenError('key_invalid', {
      issues: [{ path: 'webhooks.keys', problem: 'must hold the key as it was shown: base64, 16 bytes or more' }],
    })
  }
  return bytes
}
