/** A card becomes a network token at Worldpay, and a payment gets its cryptogram. The host is simulated in this process: no account, no network. */
import { createNetworkTokens, parseCard } from '@nt/core'
import { createWorldpayProvider } from '@nt/worldpay'
import { createWorldpaySimulator } from '@nt/worldpay/simulator'

const account = { username: 'user', password: 'secret', entity: 'default' }
const host = createWorldpaySimulator(account)

const tokens = createNetworkTokens([
  // For the real host leave `fetch` out; `host: 'live'` is the one for production.
  createWorldpayProvider({ host: 'try', ...account, fetch: host.fetch }),
])

const card = parseCard({
  number: '4444333322221111',
  expirationMonth: 12,
  expirationYear: 2031,
  cardholderName: 'A Tester',
})

const outcome = await tokens.provision('worldpay', card, { wait: {} })
if (outcome.status === 'refused') {
  console.log('pay with the card:', outcome.refusal.reason)
} else {
  const { token } = outcome
  console.log(outcome.status, token.network, 'token', token.lastFour, 'for card', token.card.lastFour)

  const credential = await tokens.credential(token.ref, { initiator: 'customer' })
  console.log('for one payment:', credential) // its secrets do not show; reveal() them into the payment request
}
