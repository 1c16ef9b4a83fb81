import { fingerprint } from '@nt/sandbox'
import { toAccount } from '../account.ts'
import type { Caller } from '../auth/verify.ts'
import { badRequest } from '../errors.ts'
import type { Issued, IssueToken } from '../issue-token.ts'
import type { Answer } from '../routes.ts'
import type { Settings } from '../settings.ts'
import type { TokenBook } from '../token-record.ts'
import { mergePatch } from './details.ts'
import type { InstrumentBook, InstrumentOrder, InstrumentRecord } from './instrument-record.ts'
import type { InstrumentRequest } from './request-body.ts'

export interface Made {
  readonly record: InstrumentRecord
  readonly isNew: boolean
  /** What became of the network token, where one was asked for. */
  readonly issued?: Issued | undefined
}

export type MakeInstrument = (caller: Caller, request: InstrumentRequest) => Made | { readonly refused: Answer }

/** Makes an instrument identifier, or finds the one that the card or bank account has already, and provisions where the type says so. [D §4.6] */
export function createMakeInstrument(
  { fingerprintKey }: Settings,
  issue: IssueToken,
  book: TokenBook,
  instruments: InstrumentBook,
): MakeInstrument {
  return (caller, request) => {
    const owner = caller.owner.merchantId
    const { type, number, bankAccount, expiry } = request
    const tokenSource = type === 'enrollable token' ? 'TOKEN' : 'ONFILE'
    const account = number === undefined ? undefined : toAccount(tokenSource, number, fingerprintKey)
    if (account?.outcome === 'unreadable')
      return { refused: badRequest('invalidFields', 'Invalid field values', { name: 'number', location: 'card' }) }
    const identity = account ?? bankIdentity(bankAccount, fingerprintKey)
    const order: InstrumentOrder = {
      id: instruments.idFor(owner, identity),
      owner,
      creator: caller.merchantId,
      tokenSource,
      ...(account && { account }),
      ...(bankAccount && {
        bankAccount: { maskedNumber: maskBank(bankAccount.number), routingNumber: bankAccount.routingNumber },
      }),
    }
    const { record, isNew } = instruments.ensure(order)

    const issued =
      account && type
        ? issue({
            owner,
            creator: caller.merchantId,
            source: tokenSource,
            account,
            expiry,
            hasSecurityCode: request.hasSecurityCode,
            hasAddress: request.details.billTo !== undefined,
            instrumentIdentifier: record.id,
          })
        : undefined
    // A card that had a network token before it had an identifier.
    const live = account && !issued ? book.findLive(owner, account.fingerprint) : undefined
    if (live && live.instrumentIdentifier === undefined) book.put({ ...live, instrumentIdentifier: record.id })

    const changed: InstrumentRecord = {
      ...record,
      version: isNew ? 1 : record.version + (Object.keys(request.details).length > 0 || issued ? 1 : 0),
      details: mergePatch(record.details, request.details) as InstrumentRecord['details'],
      refusal: issued ? refusalOf(issued) : record.refusal,
    }
    instruments.put(changed)
    return { record: changed, isNew, issued }
  }
}

export const refusalOf = (issued: Issued): InstrumentRecord['refusal'] =>
  'refused' in issued ? { reason: issued.refused, ...(issued.type && { type: issued.type }) } : undefined

/** The same bank account, the same identifier. [D §4.6] */
function bankIdentity(
  bankAccount: InstrumentRequest['bankAccount'],
  key: Uint8Array,
): { readonly fingerprint: string; readonly suffix: string } {
  const { number = '', routingNumber = '' } = bankAccount ?? {}
  return { fingerprint: fingerprint(`bank account ${routingNumber} ${number}`, key), suffix: number.slice(-4) }
}

const maskBank = (number: string): string => 'X'.repeat(number.length - 4) + number.slice(-4)
