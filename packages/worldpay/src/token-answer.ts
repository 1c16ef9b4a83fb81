import { type CardNetwork, cardNetworkOf, type Expiry, Secret, TokenNumber } from '@nt/core'
import { z } from 'zod'
import { isLink, withoutNumbers } from './shown.ts'
import type { WorldpayStatus } from './status.ts'

/** Months and years are whole numbers in this API, unlike in Worldpay's webhooks. */
const expiry = z.looseObject({ month: z.int().min(1).max(12), year: z.int().min(1).max(9999) })
/** Text that is shown: nothing that could be a card or token number stays in it. */
const shown = z.string().transform(withoutNumbers)
/** Alphanumeric, at most 29 characters [documented]. */
const accountReference = z
  .string()
  .regex(/^[0-9A-Za-z]{1,29}$/)
  .nullish()
  .catch(undefined)
const code = z.union([shown, z.number().transform((number) => withoutNumbers(String(number)))])
const provisioningError = z.looseObject({
  errorCode: code.nullish(),
  providerErrorCode: code.nullish(),
  source: shown.nullish(),
  context: shown.nullish(),
  message: z.string().nullish(),
})

/** What the answers of create and lookup have in common; unknown fields pass. */
export const tokenAnswer = z.looseObject({
  tokenReference: z.string().regex(/^\S+$/).nullish(),
  tokenPaymentInstrument: z
    .looseObject({
      status: shown.nullish(),
      type: shown.nullish(),
      tokenNumber: z
        .string()
        .regex(/^[0-9]{10,19}$/)
        .nullish(),
      expiryDate: expiry.nullish(),
      paymentAccountReference: accountReference,
    })
    .nullish(),
  paymentInstrument: z
    .looseObject({
      type: shown.nullish(),
      firstSix: z.string().max(8).nullish().catch(undefined),
      lastFour: z.string().max(4).nullish().catch(undefined),
      cardExpiryDate: expiry.nullish(),
      paymentAccountReference: accountReference,
    })
    .nullish(),
  // Worldpay's OpenAPI says array, its own sample of create shows one object.
  provisioningErrors: z
    .union([z.array(provisioningError), provisioningError.transform((error) => [error])])
    .nullish()
    .transform((errors) => errors ?? []),
  _links: z.looseObject({}).nullish().catch(undefined),
})

export type TokenAnswer = z.infer<typeof tokenAnswer>

/** The card behind the token, as far as it may be shown. Every field is required in the OpenAPI and missing in some published sample. */
export interface MaskedCard {
  /** `card/masked` [OpenAPI]; the guide's sample of an asynchronous creation shows `card/front`. */
  readonly type?: string | undefined
  /** First six digits [documented]. */
  readonly firstSix?: string | undefined
  /** Last four digits [documented]. */
  readonly lastFour?: string | undefined
  /** The card's expiry, not the token's [documented]. */
  readonly cardExpiryDate?: Expiry | undefined
}

/** One reason why the scheme or its service made no token [OpenAPI: all fields are texts]. */
export interface ProvisioningError {
  /** Worldpay's code; `301` is the one in the samples [OpenAPI]. */
  readonly errorCode?: string | undefined
  /** The scheme's code; it looks like an HTTP status, `403` and `400` in the samples [inferred]. */
  readonly providerErrorCode?: string | undefined
  /** The part of Worldpay's system that failed [OpenAPI]. */
  readonly source?: string | undefined
  /** E.g. `Provision Token.Processor Error` [OpenAPI]. */
  readonly context?: string | undefined
  /** Free text for people [OpenAPI]. Hidden: it could repeat what was sent. */
  readonly message?: Secret | undefined
}

/** What both answers tell of a token. */
export interface TokenFacts {
  readonly paymentInstrument: MaskedCard
  /** PAR: alphanumeric, at most 29 characters [documented]. Read under `paymentInstrument` (OpenAPI) and `tokenPaymentInstrument` (guide). */
  readonly paymentAccountReference?: string | undefined
  /** Empty when there are none. An object and an array are both read; Worldpay's own samples show both. */
  readonly provisioningErrors: readonly ProvisioningError[]
  /** Derived here from the first digits of the card or else of the token; not a field of Worldpay's. */
  readonly network: CardNetwork
  /** `tokens:networkTokenCryptogram`, if the answer has it as a plain address. Not checked yet: that happens where it is used. */
  readonly cryptogramLink?: string | undefined
  /** The whole answer with the fields that are not known here. Hidden: it holds the token number. */
  readonly raw: Secret<Readonly<Record<string, unknown>>>
  /** `WP-CorrelationId`: quote it to Worldpay's support [documented]. */
  readonly correlationId?: string | undefined
}

/** The network token itself. */
export interface TokenInstrument {
  readonly status?: WorldpayStatus | undefined
  /** `card/networkToken` [documented]. */
  readonly type?: string | undefined
  /** The surrogate number [documented]: as long as the card's. */
  readonly tokenNumber?: TokenNumber | undefined
  /** The token's expiry [documented]: this one is sent with a payment. */
  readonly expiryDate?: Expiry | undefined
}

export function fromTokenAnswer(answer: TokenAnswer, correlationId: string | undefined): TokenFacts {
  const { paymentInstrument: card, tokenPaymentInstrument: token } = answer
  const par = card?.paymentAccountReference ?? token?.paymentAccountReference
  const link = plainLink(answer._links?.['tokens:networkTokenCryptogram'])
  return {
    paymentInstrument: {
      ...(card?.type && { type: card.type }),
      ...(card?.firstSix && { firstSix: card.firstSix }),
      ...(card?.lastFour && { lastFour: card.lastFour }),
      ...(card?.cardExpiryDate && { cardExpiryDate: fromExpiry(card.cardExpiryDate) }),
    },
    ...(par && { paymentAccountReference: par }),
    provisioningErrors: answer.provisioningErrors.map(fromProvisioningError),
    network: cardNetworkOf(card?.firstSix ?? token?.tokenNumber ?? ''),
    ...(link && { cryptogramLink: link }),
    raw: new Secret(answer, 'answer'),
    ...(correlationId && { correlationId }),
  }
}

export function fromTokenInstrument(token: TokenAnswer['tokenPaymentInstrument']): TokenInstrument {
  return {
    ...(token?.status && { status: token.status }),
    ...(token?.type && { type: token.type }),
    ...(token?.tokenNumber && { tokenNumber: new TokenNumber(token.tokenNumber) }),
    ...(token?.expiryDate && { expiryDate: fromExpiry(token.expiryDate) }),
  }
}

const fromExpiry = ({ month, year }: Expiry): Expiry => ({ month, year })

const fromProvisioningError = (error: z.infer<typeof provisioningError>): ProvisioningError => ({
  ...(error.errorCode && { errorCode: error.errorCode }),
  ...(error.providerErrorCode && { providerErrorCode: error.providerErrorCode }),
  ...(error.source && { source: error.source }),
  ...(error.context && { context: error.context }),
  ...(error.message && { message: new Secret(error.message, 'message') }),
})

/** The address of a HAL link; nothing for a template, which Worldpay's cryptogram answer has for its lookup. */
function plainLink(link: unknown): string | undefined {
  const read = z.looseObject({ href: z.string(), templated: z.boolean().nullish() }).safeParse(link)
  if (!read.success) return undefined
  const { href, templated } = read.data
  return templated || /[{}]/.test(href) || !isLink(href) ? undefined : href
}
