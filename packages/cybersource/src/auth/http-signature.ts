import { createHmac, type KeyObject } from 'node:crypto'
import type { Layer } from '@nt/provider-kit'
import { digestOf, requestTarget } from './request-target.ts'

/** Who signs, and for which host. */
export interface HttpSignatureSettings {
  readonly keyId: string
  readonly secret: KeyObject
  /** The transacting merchant, in the header that is sent. */
  readonly merchantId: string
  /** The merchant in the line that is signed: with a meta key it is the portfolio [S]. */
  readonly signedMerchantId: string
  readonly host: string
  /** The SDK sends and signs `date` [S][X]; the guide writes `v-c-date` [D]. */
  readonly dateHeader: 'date' | 'v-c-date'
  readonly now: () => Date
}

/**
 * Signs each attempt afresh with the shared secret: the older way, which Cybersource is about to switch off [D]. Headers, their order and the
 * string that is signed are the official SDK's 0.0.83 [S][X]. The secret's decoded bytes are the HMAC key.
 */
export function createHttpSignatureLayer(settings: HttpSignatureSettings): Layer {
  const { keyId, secret, merchantId, signedMerchantId, host, dateHeader, now } = settings
  const [withoutBody, withBody] = ['', 'digest '].map(
    (digest) =>
      `keyid="${keyId}", algorithm="HmacSHA256", headers="host ${dateHeader} request-target ${digest}v-c-merchant-id", signature="`,
  )

  return (next) => async (url, init) => {
    const date = now().toUTCString()
    // GET and DELETE have no body, and so no digest [S]; the SDK's POST without one signs the digest of `undefined` [X].
    const digest = init.body === undefined ? undefined : `SHA-256=${digestOf(init.body)}`
    const signed = `host: ${host}\n${dateHeader}: ${date}\nrequest-target: ${init.method.toLowerCase()} ${requestTarget(url)}\n${
      digest === undefined ? '' : `digest: ${digest}\n`
    }v-c-merchant-id: ${signedMerchantId}`
    const signature = createHmac('sha256', secret).update(signed).digest('base64')
    const headers = {
      ...init.headers,
      ...(digest !== undefined && { digest }),
      'v-c-merchant-id': merchantId,
      [dateHeader]: date,
      host,
      signature: `${digest === undefined ? withoutBody : withBody}${signature}"`,
    }
    return next(url, { ...init, headers })
  }
}
