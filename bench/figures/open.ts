import { constants, createPrivateKey, privateDecrypt, webcrypto } from 'node:crypto'
import { openJson } from '@nt/mle'
import { sealResponse } from '@nt/mle/testing'
import { cpuRatio, inProcess, measure, rateRatio } from '../measure.ts'
import { answerBody, makeMerchant, responseRing } from '../merchant.ts'
import { clearLoggers, openInternals } from '../official-sdk/internals.ts'
import { atLeast, compareWith, type Figure } from '../report.ts'

/** `encryptedResponse`, opened and parsed. */
export const figure: Figure = {
  about: 'open a sealed answer of 400 bytes (RSA-OAEP-256, A256GCM)',
  run: async () => {
    const merchant = await makeMerchant()
    const { keys } = merchant
    try {
      const sdk = openInternals(merchant.sdkSettings({ auth: 'JWT, P12', mle: 'response MLE' }))
      const jwe = await sealResponse(JSON.stringify(answerBody), keys.provider.responseMle)
      const answer = { encryptedResponse: jwe }
      const ring = responseRing(keys)

      const wrapped = Buffer.from(jwe.split('.')[1] ?? '', 'base64url')
      const key = createPrivateKey(keys.responseMle.privateKeyPem)
      const padding = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }
      const der = key.export({ type: 'pkcs8', format: 'der' })
      const imported = await Promise.all(
        Array.from({ length: 4 }, () =>
          webcrypto.subtle.importKey('pkcs8', new Uint8Array(der), { name: 'RSA-OAEP', hash: 'SHA-256' }, false, [
            'decrypt',
          ]),
        ),
      )
      let turn = 0

      const same = JSON.stringify(await sdk.open(answer)) === JSON.stringify(await openJson(jwe, ring))
      if (!same) throw new Error('the two do not read the same')
      const official = inProcess('official SDK 0.0.83', () => sdk.open(answer), clearLoggers)
      const ours = inProcess('@nt/mle', () => openJson(jwe, ring))
      const bare = inProcess('limit: privateDecrypt alone', () => privateDecrypt(padding, wrapped))
      const limit = inProcess('limit: RSA alone, 4 copies of the key', () =>
        webcrypto.subtle.decrypt({ name: 'RSA-OAEP' }, imported[turn++ % 4] as webcrypto.CryptoKey, wrapped),
      )
      const alone = await measure([official, ours, bare])
      const together = await measure([official, ours, limit], { concurrency: 16 })
      return {
        tables: [
          { title: 'Open, one at a time', rows: compareWith(official.name, alone) },
          { title: 'Open, 16 at a time', rows: compareWith(official.name, together) },
        ],
        goals: [
          atLeast('open, 1: less CPU than the SDK', 1.9, cpuRatio(alone, official.name, ours.name)),
          atLeast('open, 16: the SDK’s rate', 3, rateRatio(together, ours.name, official.name)),
          atLeast('open, 16: the rate of RSA alone', 0.75, rateRatio(together, ours.name, limit.name)),
        ],
      }
    } finally {
      merchant.remove()
    }
  },
}
