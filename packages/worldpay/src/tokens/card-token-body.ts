import { z } from 'zod'
import { withoutNumbers } from '../shown.ts'

const expiry = z.looseObject({ month: z.int().min(1).max(12), year: z.int().min(1).max(9999) })
/** Free text, which must not carry a number out. What is no text is left out: none of it is needed to use the token. */
const shown = z.string().transform(withoutNumbers).nullish().catch(undefined)
/** Stars in the middle, as in `4444********1111`; a number in clear (only with detokenization) is not read. */
const maskedNumber = z
  .string()
  .regex(/^[0-9]{0,8}\*+[0-9]{1,4}$/)
  .nullish()
  .catch(undefined)
/** The network's own reference of a transaction is of digits, as long as a card number; it is none, so it stays. */
const schemeReference = z
  .string()
  .regex(/^[a-zA-Z0-9 ]{1,56}$/)
  .transform((text) => (text.includes(' ') ? withoutNumbers(text) : text))
  .nullish()
  .catch(undefined)
export const addressBody = z.looseObject({
  address1: shown,
  address2: shown,
  address3: shown,
  postalCode: shown,
  city: shown,
  state: shown,
  countryCode: shown,
})

/** What may be in conflict, and what a token shows of it. */
const cardFacts = {
  cardHolderName: shown,
  cardExpiryDate: expiry.nullish().catch(undefined),
  billingAddress: addressBody.nullish().catch(undefined),
}

/** The body of a card token, the same in every answer; unknown fields pass. */
export const cardTokenBody = z.looseObject({
  tokenPaymentInstrument: z.looseObject({ href: z.string().nullish() }).nullish().catch(undefined),
  tokenId: z
    .string()
    .regex(/^[0-9A-Za-z]{1,40}$/)
    .nullish()
    .catch(undefined),
  description: shown,
  tokenExpiryDateTime: shown,
  namespace: shown,
  paymentInstrument: z
    .looseObject({
      ...cardFacts,
      type: shown,
      cardNumber: maskedNumber,
      bin: z.string().max(8).nullish().catch(undefined),
      brand: shown,
      fundingType: shown,
      countryCode: shown,
      last4Digits: z.string().max(4).nullish().catch(undefined),
      networkType: shown,
    })
    .nullish(),
  schemeTransactionReference: schemeReference,
  conflicts: z
    .looseObject({
      paymentInstrument: z.looseObject(cardFacts).nullish().catch(undefined),
      schemeTransactionReference: schemeReference,
      conflictsExpiryDateTime: shown,
    })
    .nullish()
    .catch(undefined),
  _links: z.looseObject({}).nullish().catch(undefined),
})

export type CardTokenBody = z.infer<typeof cardTokenBody>
