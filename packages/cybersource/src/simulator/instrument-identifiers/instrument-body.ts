import { cardNetworkOf } from '@nt/core'
import type { JsonObject } from '../routes.ts'
import type { Settings } from '../settings.ts'
import type { ShownToken } from '../token-body.ts'
import { toEmbeddedToken } from '../token-body.ts'
import type { InstrumentRecord } from './instrument-record.ts'

/** How an instrument identifier is to be shown. */
export interface Showing {
  /** v1 pages print whole URLs. [D §4.1] */
  readonly origin: string
  readonly unmasked: boolean
  readonly withBinDetails: boolean
  readonly cardNumbers: Settings['cardNumbers']
}

/** The body of §4.6. [D] */
export function toInstrumentBody(
  record: InstrumentRecord,
  token: ShownToken | undefined,
  showing: Showing,
): JsonObject {
  const { id, account, bankAccount, details, refusal, creator } = record
  const self = `${showing.origin}/tms/v1/instrumentidentifiers/${id}`
  return {
    _links: { self: { href: self }, paymentInstruments: { href: `${self}/paymentinstruments` } },
    id,
    object: 'instrumentIdentifier',
    // CLOSED is documented beside ACTIVE; what closes one is not. [D/U §4.6]
    state: 'ACTIVE',
    ...(account?.maskedNumber && { card: { number: showCardNumber(account.maskedNumber, showing) } }),
    ...(bankAccount && {
      bankAccount: {
        number: bankAccount.maskedNumber,
        ...(bankAccount.routingNumber && { routingNumber: bankAccount.routingNumber }),
      },
    }),
    ...(token
      ? { tokenizedCard: toEmbeddedToken(token, showing.unmasked) }
      : refusal && { tokenizedCard: { state: 'UNPROVISIONED', ...refusal } }),
    ...(account && { issuer: { paymentAccountReference: account.paymentAccountReference } }),
    ...details,
    metadata: { creator },
    ...(showing.withBinDetails &&
      account?.maskedNumber && { _embedded: { binLookup: toBinLookup(account.maskedNumber) } }),
  }
}

/** The number is not kept, so that not even a permitted request sees it: masked, or made up. [the sandbox's own] */
export const showCardNumber = (
  masked: string,
  { unmasked, cardNumbers }: Pick<Showing, 'unmasked' | 'cardNumbers'>,
): string => (unmasked && cardNumbers === 'make-believe' ? masked.replaceAll('X', '0') : masked)

const cardTypes: Readonly<Record<string, readonly [code: string, name: string]>> = {
  visa: ['001', 'VISA'],
  mastercard: ['002', 'MASTERCARD'],
  'american-express': ['003', 'AMERICAN EXPRESS'],
  discover: ['004', 'DISCOVER'],
  'diners-club': ['005', 'DINERS CLUB'],
  jcb: ['007', 'JCB'],
}

/** `_embedded.binLookup` [D §4.0]; its members are those of the BIN look-up service. [I] */
export function toBinLookup(masked: string): JsonObject {
  const [type, brandName] = cardTypes[cardNetworkOf(masked.slice(0, 6))] ?? ['', 'OTHER']
  return {
    paymentAccountInformation: {
      card: {
        ...(type && { type }),
        brandName,
        currency: 'USD',
        maxLength: String(masked.length),
        credentialType: 'PAN',
      },
      features: { accountFundingSource: 'CREDIT' },
    },
    issuerInformation: {
      name: 'Example Bank',
      country: 'US',
      binLength: '6',
      accountPrefix: masked.slice(0, 6),
      phoneNumber: '5550100',
    },
  }
}
