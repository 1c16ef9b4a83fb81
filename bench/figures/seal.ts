import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto'
import { sealRequest } from '@nt/mle'
import { openRequest } from '@nt/mle/testing'
import { cpuRatio, inProcess, measure } from '../measure.ts'
import { makeMerchant, requestBody, requestCertificate } from '../merchant.ts'
import { clearLoggers, openInternals } from '../official-sdk/internals.ts'
import { atLeast, compareWith, type Figure } from '../report.ts'

/** A request body as `encryptedRequest`. */
export const figure: Figure = {
  about: 'seal a request of 300 bytes (RSA-OAEP-256, A256GCM)',
  run: async () => {
    const merchant = await makeMerchant()
    const { keys } = merchant
    try {
      const sdk = openInternals(merchant.sdkSettings({ auth: 'JWT, P12', mle: 'request MLE' }))
      const certificate = requestCertificate(keys)
      const seal = () => sealRequest(JSON.stringify(requestBody), certificate)
      const { encryptedRequest } = await sdk.seal(requestBody)
      for (const jwe of [encryptedRequest, await seal()]) {
        const opened = await openRequest(jwe, keys.provider.requestMle)
        if (opened !== JSON.stringify(requestBody)) throw new Error('what was sealed does not open to the same')
      }

      const key = { key: certificate.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
      const bare = (): string => {
        const contentKey = randomBytes(32)
        const iv = randomBytes(12)
        const cipher = createCipheriv('aes-256-gcm', contentKey, iv)
        const text = Buffer.concat([cipher.update(JSON.stringify(requestBody), 'utf8'), cipher.final()])
        const parts = [publicEncrypt(key, contentKey), iv, text, cipher.getAuthTag()]
        return parts.map((part) => part.toString('base64url')).join('.')
      }
      const official = inProcess('official SDK 0.0.83', () => sdk.seal(requestBody), clearLoggers)
      const ours = inProcess('@nt/mle', seal)
      const limit = inProcess('limit: publicEncrypt, AES-GCM, base64url', bare)
      const alone = await measure([official, ours, limit])
      const together = await measure([official, ours, limit], { concurrency: 16 })
      return {
        tables: [
          { title: 'Seal, one at a time', rows: compareWith(official.name, alone) },
          { title: 'Seal, 16 at a time', rows: compareWith(official.name, together) },
        ],
        goals: [atLeast('seal, 1: less CPU than the SDK', 2.3, cpuRatio(alone, official.name, ours.name))],
      }
    } finally {
      merchant.remove()
    }
  },
}
