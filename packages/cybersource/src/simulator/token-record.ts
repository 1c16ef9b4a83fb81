import type { Store } from '@nt/sandbox'

/** The networks of which tokens are made here, by the names in a token's `type`. [D §4.1] */
export type TokenType = 'visa' | 'mastercard' | 'americanexpress'

/** EXPIRED is mentioned by the guide and missing from the SDK's list. [D §4.1] */
export type TokenState = 'ACTIVE' | 'SUSPENDED' | 'DELETED' | 'EXPIRED'

/** One network token. Nothing here is a card number or a security code: the card is a keyed fingerprint and a masked number. */
export interface TokenRecord {
  /** 32 upper-case hexadecimal characters. [D §4.0] */
  readonly id: string
  /** Whose vault it is in. */
  readonly owner: string
  /** The merchant that made it. [D §4.0] */
  readonly creator: string
  readonly fingerprint: string
  readonly state: TokenState
  /** Only with DELETED: decides between 200 and 410. [I §4.2] */
  readonly deletedBy?: 'issuer' | 'merchant' | undefined
  readonly source: 'ONFILE' | 'TOKEN' | 'ISSUER'
  readonly type: TokenType
  /** The token number: make-believe, so it may be kept. */
  readonly number: string
  readonly expirationMonth: string
  readonly expirationYear: string
  readonly enrollmentId: string
  readonly tokenReferenceId: string
  readonly paymentAccountReference: string
  readonly requestorId: string
  readonly card: {
    readonly maskedNumber?: string | undefined
    readonly suffix: string
    readonly expirationMonth?: string | undefined
    readonly expirationYear?: string | undefined
  }
  readonly verificationResults?: { readonly securityCode: string; readonly address: string } | undefined
  readonly instrumentIdentifier?: string | undefined
  /** Counts changes of the card art. */
  readonly artVersion: number
  /** How many cryptograms were made. */
  readonly transactions: number
}

/** The host's memory of tokens. */
export interface TokenBook {
  /** By tokenized-card id, in whichever vault. */
  get(id: string): TokenRecord | undefined
  /** By tokenized-card id, in one vault. */
  find(owner: string, id: string): TokenRecord | undefined
  /** The newest token of an instrument identifier, in one vault. */
  findByInstrument(owner: string, id: string): TokenRecord | undefined
  /** The live token of a card in one vault. */
  findLive(owner: string, fingerprint: string): TokenRecord | undefined
  put(record: TokenRecord): void
  countLive(fingerprint: string): number
}

/** A live token is one that its card can be charged through now or again later. */
export const isLive = ({ state }: TokenRecord): boolean => state === 'ACTIVE' || state === 'SUSPENDED'

export function createTokenBook(store: Store): TokenBook {
  const records = store.collection<TokenRecord>('cybersource.tokenized-cards')
  // Each points to the newest token.
  const byCard = store.collection<string>('cybersource.cards')
  const byInstrument = store.collection<string>('cybersource.instrument-identifiers')
  const get = (id: string | undefined) => (id === undefined ? undefined : records.get(id))
  const point = (pointers: typeof byCard, key: string, id: string) => {
    if (pointers.get(key) !== id) pointers.put(key, id)
  }

  return {
    get,
    find: (owner, id) => {
      const record = get(id)
      return record?.owner === owner ? record : undefined
    },
    findByInstrument: (owner, id) => get(byInstrument.get(`${owner} ${id}`)),
    findLive: (owner, fingerprint) => {
      const record = get(byCard.get(`${owner} ${fingerprint}`))
      return record && isLive(record) ? record : undefined
    },
    put: (record) => {
      const { id, owner, fingerprint, instrumentIdentifier } = record
      records.put(id, record)
      // A late change of a dead token must not hide the one that came after it.
      if (!isLive(record)) return
      point(byCard, `${owner} ${fingerprint}`, id)
      if (instrumentIdentifier !== undefined) point(byInstrument, `${owner} ${instrumentIdentifier}`, id)
    },
    countLive: (fingerprint) =>
      [...records.values()].filter((record) => record.fingerprint === fingerprint && isLive(record)).length,
  }
}
