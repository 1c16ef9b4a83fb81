import { type Expiry, NetworkTokenError } from '@nt/core'
import { fingerprint, type HostControl } from '@nt/sandbox'
import type { Account } from './account.ts'
import type { Host } from './call.ts'
import { cardFacts } from './card.ts'
import { type Failure, isFailure } from './failures.ts'
import { expiryFrom, extended } from './lifetime.ts'
import type { ProvisioningError } from './provisioning-error.ts'

/** The back door for tests: what every simulated host has, and what only Worldpay has. */
export interface WorldpayControl extends HostControl {
  /** `inactive` is a status of 2023 [O]. A token whose last month is over stays expired, unless it is deleted. */
  setState(id: string, state: 'active' | 'inactive' | 'suspended' | 'expired' | 'deleted'): void
  /** The next requests with good credentials are answered so, one each, and change nothing. */
  fail(...next: readonly Failure[]): void
  /** Lets the scheme decline the next creation of a network token, for the reason given; what is left out is as documented. */
  declineNext(error?: Partial<ProvisioningError>): void
  /** What Worldpay does to the account. */
  setAccount(change: Partial<Account>): void
  /** A token of a wallet, as payments make it, e.g. with the network type `APPLEPAY`. Returns the path of its link. */
  addWalletToken(wallet: { readonly number: string; readonly expiry: Expiry; readonly networkType: string }): string
  /** A payment with a Worldpay token, which in Live may lengthen its life. */
  payWith(tokenId: string): void
}

export const createControl = (host: Host): WorldpayControl => {
  const { settings, networkTokens, baseTokens, oddities, failures } = host
  const wrong = (path: string, problem: string): never => {
    throw new NetworkTokenError('input_invalid', { provider: 'worldpay', issues: [{ path, problem }] })
  }
  return {
    setState: (id, state) => {
      const token = networkTokens.find(id) ?? wrong('id', 'names no token of this host')
      if (token.state === 'refused') wrong('id', 'names a refused token: it never came to life')
      networkTokens.setState(token, state)
    },
    liveTokens: (pan) => networkTokens.live(fingerprint(pan, settings.fingerprintKey)).length,
    oddNextAnswer: oddities.next,
    fail: (...next) => {
      if (!next.every(isFailure)) wrong('next', 'names no failure of this host')
      failures.add(...next)
    },
    declineNext: (error = {}) => networkTokens.declineNext(error),
    setAccount: (change) => {
      host.account = { ...host.account, ...change }
    },
    addWalletToken: ({ number, expiry, networkType }) => {
      if (!/^[0-9]{10,19}$/.test(number)) wrong('number', 'must be 10 to 19 digits')
      const { opaque } = baseTokens.create({
        card: cardFacts(number, expiry, settings.fingerprintKey),
        holderName: undefined,
        description: `Token ${number.slice(-4)}`,
        namespace: undefined,
        schemeReference: undefined,
        expiresAt: expiryFrom(settings.clock.now(), settings.environment),
        networkType,
      })
      return `/tokens/${opaque.token}`
    },
    payWith: (tokenId) => {
      const token = baseTokens.byId(tokenId) ?? wrong('id', 'names no token of this host')
      baseTokens.save(extended(token, settings.clock.now(), settings.environment))
    },
  }
}
