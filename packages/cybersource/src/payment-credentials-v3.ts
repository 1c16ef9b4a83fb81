import type { Secret } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import { z } from 'zod'
import { type Answered, answering } from './answered.ts'
import type { CybersourceCall } from './call.ts'
import { failed } from './errors.ts'
import { namesAnother } from './payment-credentials.ts'
import type { CreatePaymentCredentials } from './payment-credentials-request.ts'
import {
  concealCardNumber,
  dated,
  fields,
  id as idText,
  isObject,
  link,
  present,
  section,
  shown,
  text,
} from './read-fields.ts'
import { type CredentialProcessing, processingSchema } from './read-payment-credentials.ts'
import { tokenizedCardSchema } from './read-tokenized-card.ts'
import type { Received, Session } from './session.ts'
import type { CardTypeCode, Link, TokenizedCard } from './tokenized-card.ts'

/**
 * What version 3 gives [D][S]: the network token, or, where there is none, the card itself in the clear of the sealed answer. `kind` says which, so
 * that the one is never paid with as if it were the other.
 */
export type PaymentCredentialsV3 =
  | (CredentialsV3 & {
      readonly kind: 'network-token'
      readonly tokenizedCard: TokenizedCard
      /** The card behind it, masked [I]. */
      readonly card?: CredentialCard | undefined
    })
  | (CredentialsV3 & {
      readonly kind: 'card'
      readonly card: CredentialCard & { readonly number: Secret }
      readonly tokenizedCard?: undefined
    })

interface CredentialsV3 {
  /** [S]; `self` is in version 2's only. */
  readonly _links?:
    | {
        readonly self?: Link | undefined
        readonly customer?: Link | undefined
        readonly paymentInstruments?: Link | undefined
        readonly instrumentIdentifier?: Link | undefined
        readonly tokenizedCard?: Link | undefined
      }
    | undefined
  readonly issuer?: { readonly paymentAccountReference?: string | undefined } | undefined
  readonly processingInformation?: CredentialProcessing | undefined
}

/** The card of a credential [S]. */
export interface CredentialCard {
  /** Wrapped when it comes whole, a text when it is masked. */
  readonly number?: Secret | string | undefined
  /** `MM`. */
  readonly expirationMonth?: string | undefined
  /** `YYYY`. */
  readonly expirationYear?: string | undefined
  readonly type?: CardTypeCode | undefined
}

/** A repeat only wastes the cryptogram before it. 201 is inferred from the SDK's model name [I]; 200 is taken too. */
const operation: Operation = {
  name: 'paymentCredentials.createV3',
  method: 'POST',
  route: '/tms/v3/tokens/{id}/payment-credentials',
  statuses: [200, 201],
  writes: false,
  repeatable: true,
  attemptMs: 30_000,
}

/**
 * Announced as version 2's successor [D]. The request is the same; without a network token it answers with the card number.
 * @throws NetworkTokenError `answer_unreadable` when the answer holds neither a token nor a whole card number
 */
export async function createPaymentCredentialsV3(
  { connection, send, readSealed }: Session,
  id: string,
  request: CreatePaymentCredentials = {},
  call?: CybersourceCall,
): Promise<Received<Answered<PaymentCredentialsV3>>> {
  const accept = 'application/jose;charset=utf-8'
  const answer = await send(operation, { parameters: { id }, accept, json: request, call })
  const value = await readSealed(answer, answering(schema, answer))
  if (namesAnother(value._links?.self?.href, id)) throw failed('answer_mismatch', answer, connection.provider)
  return { value, answer }
}

const links = section({
  self: link,
  customer: link,
  paymentInstruments: link,
  instrumentIdentifier: link,
  tokenizedCard: link,
})

const wire = fields({
  _links: links,
  tokenizedCard: z
    .preprocess((value) => (isObject(value) ? value : undefined), tokenizedCardSchema.optional())
    // A token is one that can be paid with: an empty or unprovisioned object beside a card is none.
    .transform((token) => (token?.number === undefined ? undefined : token)),
  card: section({
    number: text.transform(concealCardNumber),
    expirationMonth: dated,
    expirationYear: dated,
    type: shown,
  }),
  issuer: section({ paymentAccountReference: idText }),
  processingInformation: processingSchema,
})

const schema: z.ZodType<PaymentCredentialsV3> = wire.transform((value, context): PaymentCredentialsV3 => {
  const { tokenizedCard, card, ...rest } = value
  if (tokenizedCard) return present({ kind: 'network-token' as const, ...rest, tokenizedCard, card })
  const number = card?.number
  if (card && number !== undefined && typeof number !== 'string') {
    return { kind: 'card', ...rest, card: { ...card, number } }
  }
  context.addIssue('neither a token nor a card')
  return z.NEVER
})
