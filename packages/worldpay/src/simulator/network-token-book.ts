import type { Expiry } from '@nt/core'
import { type CardFacts, tokenExpiryOf, tokenNumberFor } from './card.ts'
import { fresh } from './fresh.ts'
import type { Settings } from './options.ts'

export type NetworkTokenState = 'pending' | 'active' | 'suspended' | 'expired' | 'deleted' | 'refused'

/** Why a scheme refuses [S]. */
export interface ProvisioningError {
  readonly errorCode: string
  readonly providerErrorCode: string
  readonly source: string
  readonly context: string
  readonly message: string
}

/** A network token as the host remembers it. */
export interface NetworkTokenRecord {
  readonly reference: string
  readonly entity: string
  readonly card: CardFacts
  readonly state: NetworkTokenState
  /** How many more lookups answer "pending". */
  readonly lookupsLeft: number
  /** Present once the scheme has issued it. */
  readonly tokenNumber?: string
  readonly expiry?: Expiry
  readonly errors?: readonly ProvisioningError[]
}

/** Every network token of the host, found by reference and by number. */
export interface NetworkTokenBook {
  /** Asks the make-believe scheme for a token. */
  create(card: CardFacts, entity: string): NetworkTokenRecord
  /** In whichever case the reference is written: samples show both [I]. */
  find(reference: string): NetworkTokenRecord | undefined
  findByNumber(tokenNumber: string): NetworkTokenRecord | undefined
  setState(record: NetworkTokenRecord, state: NetworkTokenState): NetworkTokenRecord
  /** One lookup nearer to the end of waiting. */
  wait(record: NetworkTokenRecord): NetworkTokenRecord
  /** Those of a card that could be used, now or later. */
  live(fingerprint: string): NetworkTokenRecord[]
  /** A token of some other card; made up when there is none. */
  other(than: NetworkTokenRecord): NetworkTokenRecord
}

const source = 'A2T Visa NPT Token Provider Service'
/** As in the create sample [S]. */
const declined: ProvisioningError = {
  errorCode: '301',
  providerErrorCode: '403',
  source,
  context: 'Provision Token.Processor Error',
  message: 'Provider error occurred : the sandbox does not allow this card, contact the bank',
}
/** As in the lookup sample [S]. */
const failed: ProvisioningError = {
  errorCode: '301',
  providerErrorCode: '400',
  source,
  context: 'Provider error',
  message: 'Unexpected provider error.',
}

export function createNetworkTokenBook(settings: Settings): NetworkTokenBook {
  const { store, ids } = settings
  const tokens = store.collection<NetworkTokenRecord>('worldpay.network-tokens')
  const references = store.collection<string>('worldpay.network-token-numbers')

  const save = (record: NetworkTokenRecord): NetworkTokenRecord => {
    tokens.put(record.reference.toLowerCase(), record)
    return record
  }

  const issued = (record: NetworkTokenRecord): NetworkTokenRecord => {
    if (record.tokenNumber) return record
    const isTaken = (number: string): boolean => references.get(number) !== undefined
    const tokenNumber = fresh(ids, (from) => tokenNumberFor(record.card, from), isTaken)
    references.put(tokenNumber, record.reference)
    return { ...record, tokenNumber, expiry: tokenExpiryOf(record.card) }
  }

  const create = (card: CardFacts, entity: string): NetworkTokenRecord => {
    const isTaken = (made: string): boolean => tokens.get(made) !== undefined
    const reference = fresh(ids, (from) => from.uuid(), isTaken)
    const record: NetworkTokenRecord = { reference, entity, card, state: 'active', lookupsLeft: 0 }
    switch (card.behaviour) {
      case 'sync':
        return save(issued(record))
      case 'pending-then-active':
      case 'pending-then-refused':
        return save({ ...record, state: 'pending', lookupsLeft: settings.pendingLookups })
      case 'declined-array':
      case 'declined-object':
        return save({ ...record, state: 'refused', errors: [declined] })
    }
  }

  const setState = (record: NetworkTokenRecord, state: NetworkTokenState): NetworkTokenRecord =>
    save(state === 'refused' ? { ...record, state, errors: [failed] } : issued({ ...record, state, lookupsLeft: 0 }))

  return {
    create,
    setState,
    find: (reference) => tokens.get(reference.toLowerCase()),
    findByNumber: (tokenNumber) => {
      const reference = references.get(tokenNumber)
      return reference === undefined ? undefined : tokens.get(reference.toLowerCase())
    },
    wait: (record) => {
      if (record.state !== 'pending') return record
      if (record.lookupsLeft > 0) return save({ ...record, lookupsLeft: record.lookupsLeft - 1 })
      return setState(record, record.card.behaviour === 'pending-then-refused' ? 'refused' : 'active')
    },
    live: (fingerprint) =>
      [...tokens.values()].filter(({ card, state }) => card.fingerprint === fingerprint && isLive(state)),
    other: (than) => {
      for (const record of tokens.values())
        if (record.card.fingerprint !== than.card.fingerprint && record.state === 'active') return record
      const lastFour = than.card.lastFour === '0119' ? '0129' : '0119'
      return create({ ...than.card, fingerprint: ids.hex(64), lastFour, behaviour: 'sync' }, than.entity)
    },
  }
}

const isLive = (state: NetworkTokenState): boolean => ['pending', 'active', 'suspended'].includes(state)
