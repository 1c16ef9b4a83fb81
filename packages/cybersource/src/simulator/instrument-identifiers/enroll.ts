import { fingerprint } from '@nt/sandbox'
import type { Background } from '../background.ts'
import { badRequest } from '../errors.ts'
import type { IssueToken } from '../issue-token.ts'
import type { Operation } from '../routes.ts'
import type { Settings } from '../settings.ts'
import { isLive, type TokenBook } from '../token-record.ts'
import type { InstrumentDesk } from './instrument-answer.ts'
import type { InstrumentBook, InstrumentRecord } from './instrument-record.ts'
import { refusalOf } from './make-instrument.ts'
import { readInstrument } from './request-body.ts'

/** `POST …/{id}/enrollment`: 202, and the token comes in the background; 204 where there is an active one. [D §4.6] */
export const enrollInstrument =
  (
    { fingerprintKey }: Settings,
    desk: InstrumentDesk,
    book: TokenBook,
    instruments: InstrumentBook,
    issue: IssueToken,
    background: Background,
  ): Operation =>
  (call) => {
    const found = desk.find(call)
    if ('refused' in found) return found.refused
    const { record } = found
    const request = readInstrument(call.body, 'type')
    if ('refused' in request) return request.refused
    const { account, owner, id } = record
    if (!account) return badRequest('invalidCombination', 'A bank account has no network token', { name: 'type' })
    if (request.number !== undefined && fingerprint(request.number, fingerprintKey) !== account.fingerprint)
      return badRequest('unsupportedPaymentMethodModification', 'Unsupported payment method modification', {
        name: 'number',
        location: 'card',
      })
    const token = book.findByInstrument(owner, id)
    if (token && isLive(token)) return { status: 204 }
    background.later(() => {
      const issued = issue({
        owner,
        creator: call.caller.merchantId,
        source: record.tokenSource,
        account,
        expiry: request.expiry,
        hasSecurityCode: request.hasSecurityCode,
        hasAddress: request.details.billTo !== undefined,
        instrumentIdentifier: id,
      })
      const current: InstrumentRecord = instruments.find(owner, id) ?? record
      instruments.put({ ...current, version: current.version + 1, refusal: refusalOf(issued) })
    })
    return { status: 202 }
  }
