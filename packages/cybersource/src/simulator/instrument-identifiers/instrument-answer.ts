import type { Odd } from '../control.ts'
import { notAvailable, notFound } from '../errors.ts'
import type { Answer, Call } from '../routes.ts'
import type { Settings } from '../settings.ts'
import type { TokenBook } from '../token-record.ts'
import { toInstrumentBody } from './instrument-body.ts'
import type { InstrumentBook, InstrumentRecord } from './instrument-record.ts'

/** What the operations on one instrument identifier share: finding it, and showing it. */
export interface InstrumentDesk {
  find(call: Call): { readonly record: InstrumentRecord } | { readonly refused: Answer }
  show(call: Call, record: InstrumentRecord, status: number, headers?: Answer['headers']): Answer
}

export function createInstrumentDesk(
  { cardNumbers }: Settings,
  book: TokenBook,
  instruments: InstrumentBook,
  odd: Odd,
): InstrumentDesk {
  return {
    find: ({ caller, id }) => {
      const record = instruments.find(caller.owner.merchantId, id)
      if (!record) return { refused: notFound() }
      return record.deleted ? { refused: notAvailable() } : { record }
    },
    show: ({ origin, unmasked, query }, record, status, headers) => {
      const withBinDetails = query.get('retrieveBinDetails') === 'true'
      const showing = { origin, unmasked, withBinDetails, cardNumbers }
      const token = book.findByInstrument(record.owner, record.id)
      const body = token
        ? odd(token, (shown) => toInstrumentBody(record, shown, showing))
        : toInstrumentBody(record, undefined, showing)
      return { status, body, headers: { etag: etagOf(record), ...headers } }
    },
  }
}

/** Weak, and counting from 1. [I §4.0; the form is that of dump S9] */
export const etagOf = ({ version }: InstrumentRecord): string => `W/"${version}"`
