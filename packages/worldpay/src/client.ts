import type { CallOptions, TokenNumber } from '@nt/core'
import { type Connection, createConnection } from './connection.ts'
import { type Cryptogram, type CryptogramOptions, createCryptogram } from './cryptogram.ts'
import { type DeletedNetworkToken, deleteNetworkToken } from './delete.ts'
import { type LookedUpNetworkToken, lookup } from './lookup.ts'
import { type CreatedNetworkToken, type NetworkTokenRequest, provision } from './provision.ts'
import { readSettings, type WorldpaySettings } from './settings.ts'
import type { CardToken } from './tokens/card-token.ts'
import { type CardTokenRequest, type CreatedCardToken, createCardToken } from './tokens/create.ts'
import { type DeletedCardToken, deleteCardToken } from './tokens/delete.ts'
import { getCardToken } from './tokens/get.ts'
import { type CardTokenQuery, listCardTokens } from './tokens/list.ts'
import { resolveConflicts } from './tokens/resolve-conflicts.ts'
import { type CardTokenFields, updateCardToken } from './tokens/update.ts'

/** Network tokens and card tokens of Access Worldpay's Tokens API, version 3, in its own terms. Every method throws only `NetworkTokenError`. */
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
  /** Card tokens, Worldpay's own references to cards. A network token can be made from one, without the card number (`card/tokenized`). */
  readonly tokens: {
    /** `POST /tokens`: created, matched, or with conflicts; a usable token each time. */
    create(request: CardTokenRequest, call?: CallOptions): Promise<CreatedCardToken>
    /** `GET` of the token's link. */
    get(href: string, call?: CallOptions): Promise<CardToken>
    /** `GET /tokens?tokenId=&namespace=`. */
    list(query: CardTokenQuery, call?: CallOptions): Promise<readonly CardToken[]>
    /** `PUT` of one field's link. */
    update<Field extends keyof CardTokenFields>(
      token: Pick<CardToken, 'links'>,
      field: Field,
      value: CardTokenFields[Field],
      call?: CallOptions,
    ): Promise<void>
    /** `PUT` of the conflicts link: what was sent replaces what was stored. */
    resolveConflicts(token: Pick<CardToken, 'links'>, call?: CallOptions): Promise<void>
    /** `DELETE` of the token's link. */
    delete(href: string, call?: CallOptions): Promise<DeletedCardToken>
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
    tokens: {
      create: async (request, call) => createCardToken(connection, request, call),
      get: async (href, call) => getCardToken(connection, href, call),
      list: async (query, call) => listCardTokens(connection, query, call),
      update: async (token, field, value, call) => updateCardToken(connection, token, field, value, call),
      resolveConflicts: async (token, call) => resolveConflicts(connection, token, call),
      delete: async (href, call) => deleteCardToken(connection, href, call),
    },
  }
}
