/** The same call signed in the three ways, and what goes over the wire: the way from HTTP Signature to JWT and sealed requests, offline. */
import { randomBytes, randomUUID } from 'node:crypto'
import { Pan } from '@nt/core'
import { type CybersourceAuth, type CybersourceSettings, createCybersource } from '@nt/cybersource'
import { createCybersourceSimulator } from '@nt/cybersource/simulator'
import { makeMerchantKeys } from '@nt/mle/testing'

const keys = await makeMerchantKeys({ merchantId: 'my_mid', password: 'only an example' })
const shared = { keyId: randomUUID(), sharedSecret: randomBytes(32).toString('base64') }
const host = createCybersourceSimulator({
  merchants: { ...keys, sharedSecrets: [{ keyId: shared.keyId, secret: shared.sharedSecret }] },
  requireRequestMle: false, // by default the simulated host refuses a card number in clear, which is what HTTP Signature sends
})

const ways: readonly [auth: CybersourceAuth, more?: Partial<CybersourceSettings>][] = [
  [{ type: 'http-signature', ...shared, bodies: 'tls-only' }],
  [{ type: 'jwt-shared-secret', ...shared }, { requestMle: { certificate: keys.provider.requestMle.certificatePem } }],
  [{ type: 'jwt', p12: keys.p12.bytes, p12Password: keys.p12.password }],
]

const signing = ['authorization', 'signature', 'digest', 'date', 'v-c-merchant-id']
for (const [auth, more] of ways) {
  const { tokenizedCards } = createCybersource({
    host: 'test',
    merchantId: 'my_mid',
    auth,
    ...more,
    tokenManagementMle: { privateKey: keys.tokenManagement.privateKeyPem },
    fetch: (url, init) => {
      const names = Object.keys(init.headers).filter((name) => signing.includes(name))
      const sealed = init.body?.startsWith('{"encryptedRequest":')
      console.log(`${auth.type}: ${names.join(', ')}; body ${sealed ? 'sealed' : 'under TLS only'}`)
      return host.fetch(url, init)
    },
  })
  const token = await tokenizedCards.create({
    source: 'ONFILE',
    card: { number: Pan.parse('4622943123100639'), expirationMonth: '12', expirationYear: '2031' },
  })
  console.log(`  ${token.state}, the same token for the same card: ${token.id?.slice(0, 4)}…`)
}
