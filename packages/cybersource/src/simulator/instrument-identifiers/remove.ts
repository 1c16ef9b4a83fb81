import type { Operation } from '../routes.ts'
import type { Settings } from '../settings.ts'
import type { TokenBook } from '../token-record.ts'
import type { InstrumentDesk } from './instrument-answer.ts'
import type { InstrumentBook } from './instrument-record.ts'

/** `DELETE …/{id}`: 409 while payment instruments point at it. [D/C §4.0] */
export const removeInstrument =
  (
    { instrumentDeletionDeletesToken }: Settings,
    desk: InstrumentDesk,
    book: TokenBook,
    instruments: InstrumentBook,
  ): Operation =>
  (call) => {
    const found = desk.find(call)
    if ('refused' in found) return found.refused
    const { record } = found
    const { owner, id } = record
    const linked = instruments.paymentInstrumentsOf(owner, id)
    if (linked.length > 0) {
      const message =
        'Action cannot be performed as the InstrumentIdentifier is associated with one or more PaymentInstruments.'
      const paymentInstruments = linked.map((one) => ({ href: `${call.origin}/tms/v1/paymentinstruments/${one.id}` }))
      const entry = { type: 'instrumentIdentifierDeletionError', message, _links: { paymentInstruments } }
      return { status: 409, body: { errors: [entry] } }
    }
    instruments.put({ ...record, version: record.version + 1, deleted: true })
    const token = book.findByInstrument(owner, id)
    if (token && instrumentDeletionDeletesToken) book.put({ ...token, state: 'DELETED', deletedBy: 'merchant' })
    return { status: 204 }
  }
