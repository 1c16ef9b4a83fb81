/** An answer is lost after the host has acted. Nothing is sent again blindly, and the error says what is known. */
import { createNetworkTokens, NetworkTokenError, parseCard } from '@nt/core'
import { faultyWire } from '@nt/core/testing'
import { createWorldpayProvider } from '@nt/worldpay'
import { createWorldpaySimulator } from '@nt/worldpay/simulator'

const account = { username: 'user', password: 'secret', entity: 'default' }
const host = createWorldpaySimulator(account)
const wire = faultyWire('reset-after')
const tokens = createNetworkTokens([
  createWorldpayProvider({ host: 'try', ...account, fetch: wire.between(host.fetch) }),
])

const number = '4444333322221111'
const card = parseCard({ number, expirationMonth: 12, expirationYear: 2031, cardholderName: 'A Tester' })
try {
  await tokens.provision('worldpay', card)
} catch (error) {
  if (!NetworkTokenError.isInstance(error)) throw error
  console.log(error.code, 'may have taken effect:', error.mayHaveTakenEffect)
  console.log(error.message)
}
console.log('requests sent:', wire.requests.length, 'tokens at the host:', host.control.liveTokens(number))
