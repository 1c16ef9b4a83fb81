/** The same at Cybersource: JWT v2 with a .p12, request bodies sealed, answers sealed to the merchant's Token Management key. */
import { createNetworkTokens, parseCard } from '@nt/core'
import { createCybersourceProvider } from '@nt/cybersource'
import { createCybersourceSimulator } from '@nt/cybersource/simulator'
import { makeMerchantKeys } from '@nt/mle/testing'

// Make-believe keys. Yours: the .p12 from the Business Center, and the key pair you made for Token Management MLE.
const keys = await makeMerchantKeys({ merchantId: 'my_mid', password: 'only an example' })
const host = createCybersourceSimulator({ merchants: keys })

const tokens = createNetworkTokens([
  createCybersourceProvider({
    host: 'test',
    merchantId: 'my_mid',
    auth: { type: 'jwt', p12: keys.p12.bytes, p12Password: keys.p12.password },
    tokenManagementMle: { privateKey: keys.tokenManagement.privateKeyPem },
    fetch: host.fetch,
  }),
])

const card = parseCard({ number: '4622943123100639', expirationMonth: 12, expirationYear: 2031 })
const outcome = await tokens.provision('cybersource', card)
if (outcome.status !== 'active') throw new Error(`no token: ${outcome.status}`)

const { tokenNumber, expiry, eci, requestorId } = await tokens.credential(outcome.token.ref, { initiator: 'customer' })
console.log(`${tokenNumber}`, expiry, 'eci', eci, 'requestor', requestorId)
