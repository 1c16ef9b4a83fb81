import { NetworkTokenError } from '@nt/core'
import { fingerprint, type HostControl } from '@nt/sandbox'
import type { Host } from './call.ts'

/** The back door for tests. */
export const createControl = ({ settings, networkTokens, oddities }: Host): HostControl => ({
  setState: (id, state) => {
    const token = networkTokens.find(id)
    if (!token || token.state === 'refused') {
      const problem = token ? 'names a refused token: it never came to life' : 'names no token of this host'
      throw new NetworkTokenError('input_invalid', { provider: 'worldpay', issues: [{ path: 'id', problem }] })
    }
    networkTokens.setState(token, state)
  },
  liveTokens: (pan) => networkTokens.live(fingerprint(pan, settings.fingerprintKey)).length,
  oddNextAnswer: oddities.next,
})
