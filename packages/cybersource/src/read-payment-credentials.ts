import type { Secret } from '@nt/core'
import { z } from 'zod'
import { concealCardNumber, isObject, text, tokenizedCardSchema } from './read-tokenized-card.ts'
import type { Link, TokenizedCard } from './tokenized-card.ts'

/** What one payment needs: for this payment only, never stored. Fields that are not listed are kept as they came. */
export interface PaymentCredentials {
  readonly _links?: { readonly self?: Link; readonly [rel: string]: unknown } | undefined
  /** The token with its number in full, and for a customer's payment the one-time proof. */
  readonly tokenizedCard: TokenizedCard
  /** The card behind it, its number masked. */
  readonly card?: { readonly number?: Secret | string | undefined } | undefined
  readonly issuer?: { readonly paymentAccountReference?: string | undefined } | undefined
  /** E.g. the previous transaction id for a merchant-initiated payment, and `commerceIndicator` (`vbv`, `internet`) [D]. */
  readonly processingInformation?:
    | {
        readonly commerceIndicator?: string
        readonly authorizationOptions?: {
          readonly initiator?: { readonly merchantInitiatedTransaction?: { readonly previousTransactionId?: string } }
        }
      }
    | undefined
}

const link = z.looseObject({ self: z.looseObject({ href: text }).nullish().catch(undefined) })

const wire = z.looseObject({
  _links: link.nullish().catch(undefined),
  tokenizedCard: tokenizedCardSchema,
  card: z
    .looseObject({ number: text.transform(concealCardNumber) })
    .nullish()
    .catch(undefined),
})

/** Nested as documented, or flat like the other answers about tokenized cards. */
export const paymentCredentialsSchema: z.ZodType<PaymentCredentials> = z.preprocess(
  (body) =>
    isObject(body) && !isObject(body['tokenizedCard']) ? { _links: body['_links'], tokenizedCard: body } : body,
  wire,
) as unknown as z.ZodType<PaymentCredentials>
