/** The seven calls of docs/migrate-from-cybersource-rest-client.md, named as in the official SDK, against the simulated host: no account, no network. */
import { Pan, Secret } from '@nt/core'
import { createCybersource } from '@nt/cybersource'
import { createCybersourceSimulator } from '@nt/cybersource/simulator'
import { makeMerchantKeys } from '@nt/mle/testing'

const keys = await makeMerchantKeys({ merchantId: 'my_mid', password: 'only an example' })
const host = createCybersourceSimulator({ merchants: keys })
const cybersource = createCybersource({
  host: 'test',
  merchantId: 'my_mid',
  auth: { type: 'jwt', p12: keys.p12.bytes, p12Password: keys.p12.password },
  tokenManagementMle: { privateKey: keys.tokenManagement.privateKeyPem },
  fetch: host.fetch,
})
const { tokenizedCards, paymentCredentials, instrumentIdentifiers, cardArt } = cybersource

const number = Pan.parse('4622943123100639')
const expiry = { expirationMonth: '12', expirationYear: '2031' }

const token = await tokenizedCards.create({
  source: 'ONFILE',
  card: { number, ...expiry, securityCode: new Secret('123', 'security code') },
})
if (token.state !== 'ACTIVE' || !token.id) throw new Error(`no token: ${token.reason}`)
console.log('postTokenizedCard:', token.state, token.type, `${token.number}`)

const looked = await tokenizedCards.get(token.id)
console.log('getTokenizedCard:', looked.state)

const { tokenizedCard } = await paymentCredentials.create(token.id, { transactionType: 'ECOM' })
console.log(
  'postTokenPaymentCredentials:',
  `${tokenizedCard.number} ${tokenizedCard.cryptogram} eci ${tokenizedCard.eci}`,
)

const identifier = await instrumentIdentifiers.create({ card: { number } })
const enrolled = await instrumentIdentifiers.enroll(identifier.id, { type: 'enrollable card', card: expiry })
console.log('postInstrumentIdentifier:', identifier.state, identifier.created ? 'new' : 'known')
console.log('postInstrumentIdentifierEnrollment:', enrolled.status)

const { content } = await cardArt.get(identifier.id, 'vts', 'card-art-combined')
for (const { type, width, height } of content) console.log('getCardArtAsset:', type, `${width} x ${height}`)

await tokenizedCards.simulateIssuerEvent(token.id, { state: 'SUSPENDED' })
console.log('postIssuerLifeCycleSimulation:', (await tokenizedCards.get(token.id)).state)

await tokenizedCards.delete(token.id, { code: 'PAYMENT_METHOD_REMOVED' })
console.log('postTokenizedCardDelete: done')
