import { type Expiry, isPast } from '@nt/core'
import { type CardFacts, tokenExpiryOf, tokenNumberFor } from './card.ts'
import { fresh } from './fresh.ts'
import type { Settings } from './options.ts'
import { declined, failed, type ProvisioningError } from './provisioning-error.ts'

export type NetworkTokenState = 'pending' | 'active' | 'inactive' | 'suspended' | 'expired' | 'deleted' | 'refused'

/** A network token as the host remembers it. */
export interface NetworkTokenRecord {
  readonly reference: string
  readonly entity: string
  readonly card: CardFacts
  readonly state: NetworkTokenState
  /** The Worldpay token it was made of, if it was. */
  readonly madeOf?: string | undefined
  /** How many more lookups answer "pending". */
  readonly lookupsLeft: number
  /** Present once the scheme has issued it. */
  readonly tokenNumber?: string
  readonly expiry?: Expiry
  readonly errors?: readonly ProvisioningError[]
}

/** Every network token of the host, found by reference and by number; one whose last month is over is found expired. */
export interface NetworkTokenBook {
  /** Asks the make-believe scheme for a token. */
  create(card: CardFacts, entity: string, madeOf?: string): NetworkTokenRecord
  /** Lets the scheme decline the next one that is asked for, whichever card it is. */
  declineNext(error: Partial<ProvisioningError>): void
  /** In whichever case the reference is written: samples show both [I]. */
  find(reference: string): NetworkTokenRecord | undefined
  findByNumber(tokenNumber: string): NetworkTokenRecord | undefined
  setState(record: NetworkTokenRecord, state: NetworkTokenState): NetworkTokenRecord
  /** Deletes those that were made of a Worldpay token. */
  deleteMadeOf(tokenId: string): void
  /** One lookup nearer to the end of waiting. */
  wait(record: NetworkTokenRecord): NetworkTokenRecord
  /** Those of a card that could be used, now or later. */
  live(fingerprint: string): NetworkTokenRecord[]
  /** A token of some other card; made up when there is none. */
  other(than: NetworkTokenRecord): NetworkTokenRecord
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

  /** What the clock makes of it. */
  const aged = (record: NetworkTokenRecord): NetworkTokenRecord => {
    const { state, expiry } = record
    const canExpire = isLive(state) && expiry !== undefined && !settings.extendsExpiry
    return canExpire && isPast(expiry, settings.clock.now()) ? { ...record, state: 'expired' } : record
  }
  const all = (): NetworkTokenRecord[] => Array.from(tokens.values(), aged)
  const find = (reference: string): NetworkTokenRecord | undefined => {
    const record = tokens.get(reference.toLowerCase())
    return record && aged(record)
  }

  const declines: Partial<ProvisioningError>[] = []
  const create = (card: CardFacts, entity: string, madeOf?: string): NetworkTokenRecord => {
    const isTaken = (made: string): boolean => tokens.get(made) !== undefined
    const uuid = fresh(ids, (from) => from.uuid(), isTaken)
    const reference = settings.upperCaseReferences ? uuid.toUpperCase() : uuid
    const record: NetworkTokenRecord = { reference, entity, card, madeOf, state: 'active', lookupsLeft: 0 }
    const error = declines.shift()
    if (error) return save({ ...record, state: 'refused', errors: [{ ...declined, ...error }] })
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
    find,
    declineNext: (error) => void declines.push(error),
    deleteMadeOf: (tokenId) => {
      for (const record of all())
        if (record.madeOf === tokenId && record.state !== 'refused') setState(record, 'deleted')
    },
    findByNumber: (tokenNumber) => {
      const reference = references.get(tokenNumber)
      return reference === undefined ? undefined : find(reference)
    },
    wait: (record) => {
      if (record.state !== 'pending') return record
      if (record.lookupsLeft > 0) return save({ ...record, lookupsLeft: record.lookupsLeft - 1 })
      return setState(record, record.card.behaviour === 'pending-then-refused' ? 'refused' : 'active')
    },
    live: (fingerprint) => all().filter(({ card, state }) => card.fingerprint === fingerprint && isLive(state)),
    other: (than) => {
      for (const record of all())
        if (record.card.fingerprint !== than.card.fingerprint && record.state === 'active') return record
      const lastFour = than.card.lastFour === '0119' ? '0129' : '0119'
      return create({ ...than.card, fingerprint: ids.hex(64), lastFour, behaviour: 'sync' }, than.entity)
    },
  }
}

const isLive = (state: NetworkTokenState): boolean => ['pending', 'active', 'inactive', 'suspended'].includes(state)
