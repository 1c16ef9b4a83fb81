import type { z } from 'zod'
import { fields, flag, id, link, section, shown, text } from '../read-fields.ts'
import type { CardTypeCode, Link, OneOf } from '../tokenized-card.ts'
import type { BinLookup, InstrumentIdentifier } from './instrument-identifier.ts'
import { binLookup, instrumentIdentifierSchema } from './read-instrument-identifier.ts'

/** A payment instrument: an instrument identifier with what a payment needs besides [S]. Personal data beyond the address is in `raw` only. */
export interface PaymentInstrument {
  readonly _links?: { readonly self?: Link | undefined; readonly customer?: Link | undefined } | undefined
  readonly id?: string | undefined
  /** `paymentInstrument`. */
  readonly object?: string | undefined
  /** Whether it is the customer's default. */
  readonly default?: boolean | undefined
  readonly state?: OneOf<'ACTIVE' | 'CLOSED'> | undefined
  readonly type?: string | undefined
  /** `CHECKING`, `SAVINGS` and the like. */
  readonly bankAccount?: { readonly type?: string | undefined } | undefined
  readonly card?:
    | {
        readonly expirationMonth?: string | undefined
        readonly expirationYear?: string | undefined
        readonly type?: CardTypeCode | undefined
        readonly issueNumber?: string | undefined
        readonly startMonth?: string | undefined
        readonly startYear?: string | undefined
        readonly useAs?: string | undefined
      }
    | undefined
  readonly billTo?:
    | {
        readonly firstName?: string | undefined
        readonly lastName?: string | undefined
        readonly company?: string | undefined
        readonly address1?: string | undefined
        readonly address2?: string | undefined
        readonly locality?: string | undefined
        readonly administrativeArea?: string | undefined
        readonly postalCode?: string | undefined
        readonly country?: string | undefined
        readonly email?: string | undefined
        readonly phoneNumber?: string | undefined
      }
    | undefined
  readonly instrumentIdentifier?: { readonly id?: string | undefined } | undefined
  readonly metadata?: { readonly creator?: string | undefined } | undefined
  /** The identifier itself [S]; BIN details when asked for with `retrieveBinDetails` [D], at which of the two places is not said [U]. */
  readonly _embedded?:
    | { readonly instrumentIdentifier?: InstrumentIdentifier | undefined; readonly binLookup?: BinLookup | undefined }
    | undefined
}

export const paymentInstrumentSchema: z.ZodType<PaymentInstrument> = fields({
  _links: section({ self: link, customer: link }),
  id: text,
  object: shown,
  default: flag,
  state: shown,
  type: shown,
  bankAccount: section({ type: shown }),
  card: section({
    expirationMonth: shown,
    expirationYear: shown,
    type: shown,
    issueNumber: shown,
    startMonth: shown,
    startYear: shown,
    useAs: shown,
  }),
  billTo: section({
    firstName: shown,
    lastName: shown,
    company: shown,
    address1: shown,
    address2: shown,
    locality: shown,
    administrativeArea: shown,
    postalCode: shown,
    country: shown,
    email: shown,
    phoneNumber: shown,
  }),
  instrumentIdentifier: section({ id }),
  metadata: section({ creator: shown }),
  _embedded: section({ instrumentIdentifier: instrumentIdentifierSchema.optional().catch(undefined), binLookup }),
})
