import type { CallOptions, TokenNumber } from '@nt/core'
import { type Connection, createConnection } from './connection.ts'
import { type Cryptogram, type CryptogramOptions, createCryptogram } from './cryptogram.ts'
import { type DeletedNetworkToken, deleteNetworkToken } from './delete.ts'
import { type LookedUpNetworkToken, lookup } from './lookup.ts'
import { type CreatedNetworkToken, type NetworkTokenRequest, provision } from './provision.ts'
import { readSettings, type WorldpaySettings } from './settings.ts'

/** Network tokens of Access Worldpay's Tokens API, version 3, in its own terms. Every method throws only `NetworkTokenError`. */
export interface Worldpay {
  readonly networkTokens: {
    /** `POST /tokens/network`: from a card or from a card token of Worldpay. Never repeated by itself after a lost answer. */
    create(request: NetworkTokenRequest, call?: CallOptions): Promise<CreatedNetworkToken>
    /** `GET /tokens/network/{tokenReference}`: by reference. */
    get(tokenReference: string, call?: CallOptions): Promise<LookedUpNetworkToken>
    /** `DELETE /tokens/network/{tokenNumber}`: by token number. */
    delete(tokenNumber: TokenNumber, call?: CallOptions): Promise<DeletedNetworkToken>
  }
  readonly cryptograms: {
    /** `POST /tokens/network/cryptograms`: by token number, and only for a token that Worldpay made. */
    create(tokenNumber: TokenNumber, options?: CryptogramOptions): Promise<Cryptogram>
  }
}

/**
 * A client of the Tokens API.
 * @example
 * const worldpay = createWorldpay({ host: 'try', username, password, entity: 'default' })
 * const created = await worldpay.networkTokens.create({
 *   paymentInstrument: { type: 'card/front', cardNumber: Pan.parse(number), cardHolderName: 'A Tester', cardExpiryDate: { month: 11, year: 2031 } },
 * })
 * @throws NetworkTokenError `configuration_invalid`
 */
export function createWorldpay(settings: WorldpaySettings): Worldpay {
  return clientOver(createConnection(readSettings(settings)))
}

/** The client over a connection that is there already. */
export function clientOver(connection: Connection): Worldpay {
  return {
    networkTokens: {
      create: async (request, call) => provision(connection, request, call),
      get: async (tokenReference, call) => lookup(connection, tokenReference, call),
      delete: async (tokenNumber, call) => deleteNetworkToken(connection, tokenNumber, call),
    },
    cryptograms: {
      create: async (tokenNumber, options) => createCryptogram(connection, tokenNumber, options),
    },
  }
}
