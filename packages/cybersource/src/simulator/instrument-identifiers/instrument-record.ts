import { fingerprint, type Store } from '@nt/sandbox'
import type { Account } from '../account.ts'
import type { Reason } from '../test-cards.ts'
import type { TokenType } from '../token-record.ts'
import type { Details } from './details.ts'

/** What an instrument identifier stands for: a card without its number, or a bank account. */
export interface InstrumentOrder {
  readonly id: string
  readonly owner: string
  readonly creator: string
  readonly tokenSource: 'ONFILE' | 'TOKEN'
  readonly account?: Account | undefined
  readonly bankAccount?: { readonly maskedNumber: string; readonly routingNumber?: string | undefined } | undefined
}

export interface InstrumentRecord extends InstrumentOrder {
  /** Counts changes; the ETag. */
  readonly version: number
  readonly details: Details
  /** Why the newest attempt to provision failed. */
  readonly refusal?: { readonly reason: Reason; readonly type?: TokenType | undefined } | undefined
  readonly deleted?: boolean | undefined
}

/** Something that points at an instrument identifier and keeps it from being deleted. */
export interface PaymentInstrument {
  readonly id: string
  readonly owner: string
  readonly instrumentIdentifier: string
  readonly creator: string
  readonly deleted?: boolean | undefined
}

/** The host's memory of instrument identifiers and of what points at them. */
export interface InstrumentBook {
  /** The id that a card or bank account has in a vault, whether or not it was made yet. */
  idFor(owner: string, account: { readonly fingerprint: string; readonly suffix: string }): string
  /** In one vault; also one that was deleted. */
  find(owner: string, id: string): InstrumentRecord | undefined
  /** Makes it where it is not there. */
  ensure(order: InstrumentOrder): { readonly record: InstrumentRecord; readonly isNew: boolean }
  put(record: InstrumentRecord): void
  /** Alive, oldest first. */
  paymentInstrumentsOf(owner: string, id: string): readonly PaymentInstrument[]
  putPaymentInstrument(instrument: PaymentInstrument): void
  getPaymentInstrument(id: string): PaymentInstrument | undefined
  /** Whichever vault. */
  get(id: string): InstrumentRecord | undefined
}

export function createInstrumentBook(store: Store, key: Uint8Array): InstrumentBook {
  const records = store.collection<InstrumentRecord>('cybersource.instruments')
  const paymentInstruments = store.collection<PaymentInstrument>('cybersource.payment-instruments')
  const find = (owner: string, id: string) => {
    const record = records.get(id)
    return record?.owner === owner ? record : undefined
  }

  return {
    // The same card, the same id [D §4.0]; after a deletion a new one, because the old one answers 410 for ever. [the sandbox's own]
    idFor: (owner, account) => {
      for (let generation = 0; ; generation++) {
        const id = makeId(owner, account, generation, key)
        if (!records.get(id)?.deleted) return id
      }
    },
    find,
    ensure: (order) => {
      const known = find(order.owner, order.id)
      if (known) return { record: known, isNew: false }
      const record = { ...order, version: 1, details: {} }
      records.put(record.id, record)
      return { record, isNew: true }
    },
    put: (record) => records.put(record.id, record),
    get: (id) => records.get(id),
    paymentInstrumentsOf: (owner, id) =>
      [...paymentInstruments.values()].filter(
        (one) => one.owner === owner && one.instrumentIdentifier === id && !one.deleted,
      ),
    putPaymentInstrument: (instrument) => paymentInstruments.put(instrument.id, instrument),
    getPaymentInstrument: (id) => paymentInstruments.get(id),
  }
}

/** 19 digits that end in the last four of the card or account. [D §4.0] */
function makeId(
  owner: string,
  { fingerprint: print, suffix }: { readonly fingerprint: string; readonly suffix: string },
  generation: number,
  key: Uint8Array,
): string {
  const hash = BigInt(`0x${fingerprint(`instrument ${owner} ${print} ${generation}`, key)}`)
  return `703${(hash % 10n ** 12n).toString().padStart(12, '0')}${suffix}`
}
