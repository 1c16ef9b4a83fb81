import { createHmac, createPrivateKey, createSecretKey, hash, sign } from 'node:crypto'
import { cpuRatio, inProcess, measure, type Samples, type Variant } from '../measure.ts'
import { makeMerchant, requestBody } from '../merchant.ts'
import { clearLoggers, openInternals } from '../official-sdk/internals.ts'
import { type Auth, sharedSecret } from '../official-sdk/modes.ts'
import { createSigner } from '../our-signature.ts'
import { atLeast, compareWith, type Figure } from '../report.ts'

const target = '/tms/v2/tokenized-cards'
const body = JSON.stringify(requestBody)

/** The headers of one request. */
export const figure: Figure = {
  about: 'sign a request of 300 bytes, in the three ways',
  run: async () => {
    const merchant = await makeMerchant()
    const secret = createSecretKey(sharedSecret.secret, 'base64')
    const hmac = (): string =>
      createHmac('sha256', secret)
        .update(hash('sha256', body, 'base64'))
        .digest('base64')
    const privateKey = createPrivateKey(merchant.keys.responseMle.privateKeyPem)
    const limits: Record<Auth, Variant> = {
      'HTTP Signature': inProcess('limit: SHA-256 and HMAC', hmac),
      'JWT, shared secret': inProcess('limit: SHA-256 and HMAC', hmac),
      'JWT, P12': inProcess('limit: RSA signature alone', () => sign('sha256', Buffer.from(body), privateKey)),
    }
    const names = { sdk: 'official SDK 0.0.83', ours: '@nt/cybersource' }
    const compare = (auth: Auth): Promise<Samples> => {
      const sdk = openInternals(merchant.sdkSettings({ auth, mle: 'no MLE' }))
      const ours = createSigner(auth, merchant.keys)
      return measure([
        inProcess(names.sdk, () => sdk.sign('POST', target, body), clearLoggers),
        inProcess(names.ours, () => ours({ method: 'POST', target, body })),
        limits[auth],
      ])
    }
    try {
      const http = await compare('HTTP Signature')
      const rsa = await compare('JWT, P12')
      const shared = await compare('JWT, shared secret')
      return {
        tables: [
          { title: 'HTTP Signature', rows: compareWith(names.sdk, http) },
          { title: 'JWT, RS256 with a P12', rows: compareWith(names.sdk, rsa) },
          { title: 'JWT, HS256 with a shared secret', rows: compareWith(names.sdk, shared) },
        ],
        goals: [
          atLeast('HTTP Signature: less CPU than the SDK', 30, cpuRatio(http, names.sdk, names.ours)),
          atLeast('JWT RS256: less CPU than the SDK', 1.6, cpuRatio(rsa, names.sdk, names.ours)),
          atLeast('JWT HS256: less CPU than the SDK', 10, cpuRatio(shared, names.sdk, names.ours)),
        ],
      }
    } finally {
      merchant.remove()
    }
  },
}
