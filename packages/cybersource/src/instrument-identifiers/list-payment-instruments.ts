import { type Issue, NetworkTokenError } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import { z } from 'zod'
import { type Answered, answering } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { count, fields } from '../read-fields.ts'
import { plainJson, type Session } from '../session.ts'
import { type PaymentInstrument, paymentInstrumentSchema } from './payment-instrument.ts'

/** Which page. */
export interface ListPaymentInstrumentsCall extends CybersourceCall {
  /** From 0, the default. */
  readonly offset?: number | undefined
  /** 1 to 100; default 20 [D]. */
  readonly limit?: number | undefined
  /** Also tells what the first digits of the card tell [D]. */
  readonly retrieveBinDetails?: boolean | undefined
}

/** One page. */
export type PaymentInstrumentPage = Answered<{
  readonly offset: number
  readonly limit: number
  /** How many there are altogether: the body's `total`, or the header `X-total-count` [D]. */
  readonly total?: number | undefined
  /** Empty past the end [D]. */
  readonly paymentInstruments: readonly PaymentInstrument[]
  /** Where the next page begins; absent on the last one. Counted here: the answer's links are not followed. */
  readonly nextOffset?: number | undefined
}>

const plain: Operation = {
  name: 'instrumentIdentifiers.listPaymentInstruments',
  method: 'GET',
  route: '/tms/v1/instrumentidentifiers/{id}/paymentinstruments?offset={offset}&limit={limit}',
  statuses: [200],
}
const withBinDetails: Operation = { ...plain, route: `${plain.route}&retrieveBinDetails=true` }

/** @throws NetworkTokenError `input_invalid` for a page that the API does not have; nothing is sent then */
export async function listPaymentInstruments(
  { send, readPlain }: Session,
  id: string,
  { offset = 0, limit = 20, retrieveBinDetails, ...call }: ListPaymentInstrumentsCall = {},
): Promise<PaymentInstrumentPage> {
  check('offset', Number.isSafeInteger(offset) && offset >= 0, 'must be a whole number from 0')
  check('limit', Number.isSafeInteger(limit) && limit >= 1 && limit <= 100, 'must be a whole number from 1 to 100')
  const parameters = { id, offset: String(offset), limit: String(limit) }
  const answer = await send(retrieveBinDetails ? withBinDetails : plain, { parameters, accept: plainJson, call })
  const { _embedded, total: told, ...page } = readPlain(answer, answering(schema, answer))
  const paymentInstruments = _embedded?.paymentInstruments ?? []
  const total = told ?? count.parse(answer.headers.get('x-total-count'))
  const end = (page.offset ?? offset) + paymentInstruments.length
  const more =
    paymentInstruments.length > 0 && (total === undefined ? paymentInstruments.length === limit : end < total)
  return {
    ...page,
    offset: page.offset ?? offset,
    limit: page.limit ?? limit,
    ...(total !== undefined && { total }),
    paymentInstruments,
    ...(more && { nextOffset: end }),
  }
}

const schema = fields({
  offset: count,
  limit: count,
  total: count,
  // Entries that cannot be read would be missed by whoever counts on the list: they are an error.
  _embedded: z
    .object({ paymentInstruments: z.array(paymentInstrumentSchema).nullish() })
    .nullish()
    .transform((value) => value ?? undefined),
})

function check(path: string, holds: boolean, problem: string): void {
  const issues: Issue[] = [{ path, problem }]
  if (!holds) throw new NetworkTokenError('input_invalid', { issues })
}
