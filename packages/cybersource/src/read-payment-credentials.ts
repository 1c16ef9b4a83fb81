import type { Secret } from '@nt/core'
import { z } from 'zod'
import { concealCardNumber, fields, id, isObject, link, section, shown, text } from './read-fields.ts'
import { tokenizedCardSchema } from './read-tokenized-card.ts'
import type { Link, TokenizedCard } from './tokenized-card.ts'

/** What one payment needs: for this payment only, never stored [D]. */
export interface PaymentCredentials {
  readonly _links?: { readonly self?: Link | undefined } | undefined
  /** The token with its number in full, and for a customer's payment the one-time proof. */
  readonly tokenizedCard: TokenizedCard
  /** The card behind it, its number masked [D]. */
  readonly card?: { readonly number?: Secret | string | undefined } | undefined
  readonly issuer?: { readonly paymentAccountReference?: string | undefined } | undefined
  readonly processingInformation?: CredentialProcessing | undefined
}

/** In the guide's examples [D]. */
export interface CredentialProcessing {
  /** `vbv`, `internet`. */
  readonly commerceIndicator?: string | undefined
  readonly authorizationOptions?:
    | {
        readonly initiator?:
          | {
              readonly merchantInitiatedTransaction?:
                | {
                    /** The network's id of the payment before, for a merchant-initiated one. */
                    readonly previousTransactionId?: string | undefined
                    readonly originalAuthorizedAmount?: string | undefined
                  }
                | undefined
            }
          | undefined
      }
    | undefined
}

export const processingSchema = section({
  commerceIndicator: shown,
  authorizationOptions: section({
    initiator: section({
      merchantInitiatedTransaction: section({ previousTransactionId: id, originalAuthorizedAmount: shown }),
    }),
  }),
})

const wire = fields({
  _links: section({ self: link }),
  tokenizedCard: tokenizedCardSchema,
  card: section({ number: text.transform(concealCardNumber) }),
  issuer: section({ paymentAccountReference: id }),
  processingInformation: processingSchema,
})

/** Nested as documented, or flat like the other answers about tokenized cards. */
export const paymentCredentialsSchema: z.ZodType<PaymentCredentials> = z.preprocess(
  (body) =>
    isObject(body) && !isObject(body['tokenizedCard']) ? { _links: body['_links'], tokenizedCard: body } : body,
  wire,
)
