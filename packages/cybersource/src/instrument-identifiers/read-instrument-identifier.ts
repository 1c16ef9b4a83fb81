import type { Answer } from '@nt/provider-kit'
import { z } from 'zod'
import {
  concealAccountNumber,
  concealCardNumber,
  dated,
  fields,
  flag,
  id,
  isObject,
  link,
  listOf,
  section,
  shown,
  text,
  word,
} from '../read-fields.ts'
import { tokenizedCardSchema } from '../read-tokenized-card.ts'
import {
  binFlags,
  binTexts,
  type InstrumentIdentifier,
  type InstrumentIdentifierHeaders,
} from './instrument-identifier.ts'

const every = <Name extends string, Schema>(names: readonly Name[], schema: Schema): Record<Name, Schema> =>
  Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>

/** What the first digits of a card tell. */
export const binLookup = section({
  paymentAccountInformation: section({
    card: section({
      type: shown,
      brandName: shown,
      currency: shown,
      maxLength: shown,
      credentialType: shown,
      brands: listOf({ type: shown, brandName: shown }),
    }),
    features: section({ ...every(binTexts, shown), ...every(binFlags, flag) }),
    network: section({ id }),
  }),
  issuerInformation: section({ name: shown, country: shown, binLength: shown, accountPrefix: id, phoneNumber: shown }),
})

const wire = fields({
  _links: z.preprocess(oneSpelling, section({ self: link, paymentInstruments: link, tokenizedCards: link })),
  id: z.string().min(1),
  object: shown,
  state: word,
  type: shown,
  source: shown,
  card: section({ number: text.transform(concealCardNumber), expirationMonth: dated, expirationYear: dated }),
  bankAccount: section({ number: text.transform(concealAccountNumber), routingNumber: id }),
  // Not dropped when it is odd: whether there is a token depends on it.
  tokenizedCard: z.preprocess((value) => value ?? undefined, tokenizedCardSchema.optional()),
  issuer: section({ paymentAccountReference: id }),
  processingInformation: section({
    authorizationOptions: section({
      initiator: section({
        merchantInitiatedTransaction: section({ previousTransactionId: id, originalAuthorizedAmount: shown }),
      }),
    }),
  }),
  billTo: section({
    address1: shown,
    address2: shown,
    locality: shown,
    administrativeArea: shown,
    postalCode: shown,
    country: shown,
    email: shown,
  }),
  metadata: section({ creator: shown }),
  _embedded: section({ binLookup }),
})

export const instrumentIdentifierSchema: z.ZodType<InstrumentIdentifier> = wire

/** `tokenized-cards` as the SDK's model has it. */
function oneSpelling(links: unknown): unknown {
  if (!isObject(links) || !('tokenized-cards' in links)) return links
  return { tokenizedCards: links['tokenized-cards'], ...links }
}

/** The `ETag` of an answer. */
export function headersOf({ headers }: Answer): InstrumentIdentifierHeaders {
  const etag = headers.get('etag')
  return etag ? { etag: etag.slice(0, 256) } : {}
}
