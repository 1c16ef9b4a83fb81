import { createHash, createHmac } from 'node:crypto'
import type { CybersourceSimulator } from '../index.ts'

/** The secret of the SDK vectors: base64 of 32 ASCII bytes. */
export const sharedSecret = {
  keyId: '00000000-1111-2222-3333-444444444444',
  secret: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
}
export const secretBytes = Buffer.from('0123456789abcdef0123456789abcdef')

export interface HttpSigned {
  readonly method?: string
  readonly path: string
  readonly body?: unknown
  /** Replaces or, with undefined, removes headers before signing. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** The same after signing. */
  readonly tamperHeaders?: Readonly<Record<string, string | undefined>>
  readonly tamperBody?: (body: string) => string
  readonly names?: readonly string[]
  /** What the line of a name says instead of what is sent. */
  readonly lines?: Readonly<Record<string, string>>
  readonly joinWith?: string
  readonly end?: string
  readonly keyId?: string
  readonly algorithm?: string
  readonly key?: Uint8Array
}

const defined = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined))

/** Signs by hand, as §2a says and as dump S1 shows, and sends. */
export function sendHttpSigned(
  simulator: CybersourceSimulator,
  request: HttpSigned,
  date = 'Sun, 22 Nov 2026 08:00:00 GMT',
): Promise<Response> {
  const { method = 'POST', path, key = secretBytes } = request
  const body = request.body === undefined ? '' : JSON.stringify(request.body)
  const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`
  const headers = defined({
    accept: 'application/json;charset=utf-8',
    ...(body && { 'content-type': 'application/json', digest }),
    'v-c-merchant-id': 'sandbox_mid',
    date,
    host: 'apitest.cybersource.com',
    ...request.headers,
  })
  const names = request.names ?? ['host', 'date', 'request-target', ...(body ? ['digest'] : []), 'v-c-merchant-id']
  const line = (name: string) =>
    name.endsWith('request-target') || name === '(request-target)'
      ? `${method.toLowerCase()} ${path}`
      : (headers[name] ?? '')
  const text = names.map((name) => request.lines?.[`${name}:`] ?? `${name}: ${request.lines?.[name] ?? line(name)}`)
  const signed = text.join(request.joinWith ?? '\n') + (request.end ?? '')
  const signature = createHmac('sha256', key).update(signed).digest('base64')
  const { keyId = sharedSecret.keyId, algorithm = 'HmacSHA256' } = request
  const header = `keyid="${keyId}", algorithm="${algorithm}", headers="${names.join(' ')}", signature="${signature}"`
  const wire = request.tamperBody ? request.tamperBody(body) : body
  return simulator.fetch(`https://apitest.cybersource.com${path}`, {
    method,
    headers: defined({ ...headers, signature: header, ...request.tamperHeaders }),
    ...(wire && { body: wire }),
  })
}
