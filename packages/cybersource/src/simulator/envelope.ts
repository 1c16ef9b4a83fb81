import { X509Certificate } from 'node:crypto'
import { MleError } from '@nt/mle'
import { openRequest } from '@nt/mle/testing'
import { decodeProtectedHeader } from 'jose'
import type { Caller } from './auth/verify.ts'
import { badRequest } from './errors.ts'
import type { SimulatedMerchant } from './options.ts'
import type { Answer, JsonObject } from './routes.ts'
import type { Settings } from './settings.ts'

/** A request body: in clear, opened from `{"encryptedRequest": …}` or from a bare JWE, or the sentence that says why it cannot be opened. */
export type Opened =
  | { readonly clear: string }
  | { readonly plaintext: string; readonly form: 'encryptedRequest' | 'jwe' }
  | { readonly unopened: string }

/** Opens REST message-level encryption, system 1 of §3a, and, where it may come, a bare JWE under the same key [U §10]. */
export async function openBody(body: Uint8Array, merchant: SimulatedMerchant, asJose = false): Promise<Opened> {
  const clear = new TextDecoder().decode(body)
  if (asJose && /^[\w-]+(\.[\w-]+){4}$/.test(clear.trim())) return openJwe(clear.trim(), merchant, 'jwe')
  const envelope = parseObject(clear)
  if (!envelope || !('encryptedRequest' in envelope)) return { clear }
  const { encryptedRequest: jwe, ...others } = envelope
  if (typeof jwe !== 'string' || Object.keys(others).length > 0)
    return { unopened: 'encryptedRequest must be one compact JWE and the only member of the body' }
  return openJwe(jwe, merchant, 'encryptedRequest')
}

async function openJwe(jwe: string, merchant: SimulatedMerchant, form: 'encryptedRequest' | 'jwe'): Promise<Opened> {
  try {
    return { plaintext: await openRequest(jwe, merchant.provider.requestMle), form }
  } catch (error) {
    return { unopened: explain(error, jwe, merchant) }
  }
}

/** A body read; or the answer that refuses it, or, where the switch says so, the 401 for an envelope that does not open. */
export type ReadBody = { readonly body: JsonObject } | { readonly refused: Answer } | { readonly unauthorized: string }

/** The body as JSON object. An empty body is an empty object: the SDK's delete sends one. [X dump D1] */
export async function readBody(
  request: { readonly headers: Headers; readonly body: Uint8Array },
  caller: Caller,
  settings: Pick<Settings, 'requireRequestMle' | 'unopenedRequestStatus' | 'enrollableTokenForms'>,
  takesJose = false,
): Promise<ReadBody> {
  if (request.body.length === 0) return { body: {} }
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  const wrongType = { refused: badRequest('invalidHeaders', 'Invalid header values', { name: 'Content-Type' }) }
  const asJose = takesJose && type === 'application/jose'
  // A merge patch may say that it is one.
  if (!asJose && type !== 'application/json' && type !== 'application/merge-patch+json') return wrongType
  const opened = await openBody(request.body, caller.owner, asJose)
  if ('unopened' in opened) {
    if (settings.unopenedRequestStatus === 401) return { unauthorized: opened.unopened }
    return { refused: badRequest('invalidFields', opened.unopened, { name: 'encryptedRequest' }) }
  }
  if (!('clear' in opened) && caller.signedBy === 'http-signature') {
    const message = 'encryptedRequest goes with JWT only, not with HTTP Signature'
    return { refused: badRequest('invalidFields', message, { name: 'encryptedRequest' }) }
  }
  const body = parseObject('clear' in opened ? opened.clear : opened.plaintext)
  if (!body) return { refused: badRequest('invalidFields', 'The body is not a JSON object') }
  // The documented type of an enrollable token's request; that its form may be each of these is [U §10].
  const form = 'clear' in opened ? 'json' : opened.form
  const isToken = takesJose && body['type'] === 'enrollable token'
  if ((isToken && !settings.enrollableTokenForms.includes(form)) || (!isToken && form === 'jwe')) return wrongType
  if ('clear' in opened && settings.requireRequestMle && hasCardNumber(body)) {
    const message =
      'Card number in clear: this sandbox wants it sealed in encryptedRequest (its own policy; requireRequestMle: false turns it off)'
    return { refused: badRequest('invalidFields', message, { name: 'number', location: 'card' }) }
  }
  return { body }
}

function explain(error: unknown, jwe: string, { provider }: SimulatedMerchant): string {
  const rule = 'seal to the certificate CyberSource_SJC_US, whose subject serialNumber is the kid'
  if (!MleError.isInstance(error)) return `encryptedRequest cannot be opened: ${rule}`
  if (error.code === 'decryption_failed')
    return `encryptedRequest does not open although its kid is right: it was sealed to another public key; ${rule}`
  if (error.code !== 'key_unknown') return `encryptedRequest cannot be opened: ${error.message}`
  const kid = kidOf(jwe)
  if (kid === undefined) return `encryptedRequest has no kid: ${rule}`
  if (kid === provider.merchant.kid) return `encryptedRequest is sealed to the merchant's own certificate: ${rule}`
  if (kid === provider.responseMle.kid || kid === provider.tokenManagement.kid)
    return `encryptedRequest is sealed to a key for answers: ${rule}`
  const serial = new X509Certificate(provider.requestMle.certificatePem).serialNumber
  if (kid.toUpperCase() === serial || kid === BigInt(`0x${serial}`).toString())
    return `encryptedRequest has the X.509 serial as kid: ${rule}`
  return `encryptedRequest has a kid that is not known here: ${rule}`
}

function kidOf(jwe: string): string | undefined {
  const { kid } = decodeProtectedHeader(jwe)
  return typeof kid === 'string' ? kid : undefined
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch {
    // JSON.parse quotes its input in the message.
    return undefined
  }
}

/** Whether a member called `number`, or the `value` of a card's tag, holds 12 to 19 digits, at any depth. */
const hasCardNumber = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([name, member]) =>
    name === 'number' || name === 'value'
      ? /^(?:\d[ -]?){11,18}\d(?:[D=F].*)?$/.test(String(member))
      : hasCardNumber(member),
  )
