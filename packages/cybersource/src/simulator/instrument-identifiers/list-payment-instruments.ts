import { badRequest } from '../errors.ts'
import type { JsonObject, Operation } from '../routes.ts'
import type { InstrumentDesk } from './instrument-answer.ts'
import { toBinLookup } from './instrument-body.ts'
import type { InstrumentBook } from './instrument-record.ts'

/** `GET …/{id}/paymentinstruments`, in pages: 20 unless asked, at most 100. [D §4.0] */
export const listPaymentInstruments =
  (desk: InstrumentDesk, instruments: InstrumentBook): Operation =>
  (call) => {
    const found = desk.find(call)
    if ('refused' in found) return found.refused
    const { record } = found
    const offset = toCount(call.query.get('offset'), 0)
    const limit = toCount(call.query.get('limit'), 20)
    const wrong =
      offset === undefined ? 'offset' : limit === undefined || limit < 1 || limit > 100 ? 'limit' : undefined
    if (wrong !== undefined || offset === undefined || limit === undefined)
      return badRequest('invalidParameters', 'Invalid parameter values', { name: wrong ?? 'limit' })

    const all = instruments.paymentInstrumentsOf(record.owner, record.id)
    const page = all.slice(offset, offset + limit)
    const path = `${call.origin}/tms/v1/instrumentidentifiers/${record.id}/paymentinstruments`
    const at = (from: number) => ({ href: `${path}?offset=${from}&limit=${limit}` })
    const last = Math.max(0, Math.floor((all.length - 1) / limit) * limit)
    const masked = call.query.get('retrieveBinDetails') === 'true' ? record.account?.maskedNumber : undefined
    const paymentInstruments = page.map(
      ({ id, creator }): JsonObject => ({
        _links: { self: { href: `${call.origin}/tms/v1/paymentinstruments/${id}` } },
        id,
        object: 'paymentInstrument',
        state: 'ACTIVE',
        instrumentIdentifier: { id: record.id },
        metadata: { creator },
        ...(masked && { _embedded: { binLookup: toBinLookup(masked) } }),
      }),
    )
    return {
      status: 200,
      headers: { 'x-total-count': String(all.length) },
      body: {
        _links: {
          self: at(offset),
          first: at(0),
          ...(offset > 0 && { prev: at(Math.max(0, offset - limit)) }),
          ...(offset + limit < all.length && { next: at(offset + limit) }),
          last: at(last),
        },
        object: 'collection',
        offset,
        limit,
        count: page.length,
        total: all.length,
        // Past the end there is none. [D §4.0]
        ...(page.length > 0 && { _embedded: { paymentInstruments } }),
      },
    }
  }

const toCount = (text: string | null, missing: number): number | undefined =>
  text === null ? missing : /^\d{1,9}$/.test(text) ? Number(text) : undefined
