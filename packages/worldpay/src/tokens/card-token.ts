import { type Expiry, Secret } from '@nt/core'
import { z } from 'zod'
import { isLink } from '../shown.ts'
import type { BillingAddress } from './billing-address.ts'
import type { addressBody, CardTokenBody } from './card-token-body.ts'

/** The card behind a card token. */
export interface CardTokenInstrument {
  /** `card/masked` [OpenAPI]; `card/network+masked` for the token of a wallet [documented]. */
  readonly type?: string | undefined
  /** Masked, e.g. `4444********1111` [OpenAPI]. */
  readonly cardNumber?: string | undefined
  /** From `cardNumber`, or `last4Digits` of a wallet's token [documented in samples]. */
  readonly lastFour?: string | undefined
  /** Absent for a wallet's token [documented in samples]. */
  readonly cardHolderName?: string | undefined
  readonly cardExpiryDate?: Expiry | undefined
  readonly billingAddress?: Partial<BillingAddress> | undefined
  /** Six digits [OpenAPI]. */
  readonly bin?: string | undefined
  /** E.g. `VISA` [OpenAPI sample]; the other spellings are not listed. */
  readonly brand?: string | undefined
  /** `debit`, `credit` or `unknown` [documented]. */
  readonly fundingType?: string | undefined
  readonly countryCode?: string | undefined
  /** The wallet, e.g. `APPLEPAY` [documented]. */
  readonly networkType?: string | undefined
}

/** Worldpay's links of a card token, as they came: opaque, up to 1024 characters beyond the host [documented]. Store them with the token. */
export interface CardTokenLinks {
  readonly token?: string | undefined
  readonly description?: string | undefined
  readonly cardHolderName?: string | undefined
  readonly cardExpiryDate?: string | undefined
  readonly billingAddress?: string | undefined
  readonly schemeTransactionReference?: string | undefined
  /** With HTTP 409 only [OpenAPI]. */
  readonly conflicts?: string | undefined
  /** The address for creating network tokens; in the answer to `get` only [OpenAPI]. */
  readonly networkToken?: string | undefined
}

/** A card token of Worldpay: their own reference to a stored card. */
export interface CardToken {
  /** Names the token: for `tokens.get`, `tokens.delete`, and for a network token from it (`card/tokenized`). */
  readonly href: string
  /** 15 to 21 characters [OpenAPI]. */
  readonly tokenId?: string | undefined
  readonly description?: string | undefined
  /** ISO 8601. Try: 90 days, never extended. Live: 4 years, extended by use after half of them [documented]. */
  readonly tokenExpiryDateTime?: string | undefined
  readonly namespace?: string | undefined
  readonly paymentInstrument: CardTokenInstrument
  readonly schemeTransactionReference?: string | undefined
  readonly links: CardTokenLinks
  /** The whole answer with the fields that are not known here. Hidden: a detokenized answer holds the card number. */
  readonly raw: Secret<Readonly<Record<string, unknown>>>
  /** `WP-CorrelationId`: quote it to Worldpay's support [documented]. */
  readonly correlationId?: string | undefined
}

const rels = [
  'token',
  'description',
  'cardHolderName',
  'cardExpiryDate',
  'billingAddress',
  'schemeTransactionReference',
  'conflicts',
  'networkToken',
] as const satisfies readonly (keyof CardTokenLinks)[]

/** The token of a body; none when the body names no token. */
export function fromCardToken(body: CardTokenBody, correlationId: string | undefined): CardToken | undefined {
  const links = Object.fromEntries(rels.flatMap((rel) => hrefOf(body._links?.[`tokens:${rel}`], rel)))
  const { href = links['token'] } = Object.fromEntries(hrefOf(body.tokenPaymentInstrument, 'href'))
  if (!href) return undefined
  const { last4Digits, ...card } = body.paymentInstrument ?? {}
  return {
    href,
    ...known({
      tokenId: body.tokenId,
      description: body.description,
      tokenExpiryDateTime: body.tokenExpiryDateTime,
      namespace: body.namespace,
      schemeTransactionReference: body.schemeTransactionReference,
    }),
    paymentInstrument: {
      ...known({
        type: card.type,
        cardNumber: card.cardNumber,
        lastFour: card.cardNumber?.replace(/^.*\*/, '') ?? last4Digits,
        bin: card.bin,
        brand: card.brand,
        fundingType: card.fundingType,
        countryCode: card.countryCode,
        networkType: card.networkType,
      }),
      ...fromCardFacts(card),
    },
    links,
    raw: new Secret(body, 'answer'),
    ...(correlationId && { correlationId }),
  }
}

/** Name, expiry and address, as a token or its conflicts have them. */
export const fromCardFacts = (card: {
  cardHolderName?: string | null | undefined
  cardExpiryDate?: Expiry | null | undefined
  billingAddress?: z.infer<typeof addressBody> | null | undefined
}): Pick<CardTokenInstrument, 'cardHolderName' | 'cardExpiryDate' | 'billingAddress'> => ({
  ...(card.cardHolderName && { cardHolderName: card.cardHolderName }),
  ...(card.cardExpiryDate && { cardExpiryDate: { month: card.cardExpiryDate.month, year: card.cardExpiryDate.year } }),
  ...(card.billingAddress && { billingAddress: fromAddress(card.billingAddress) }),
})

const fromAddress = (given: z.infer<typeof addressBody>): Partial<BillingAddress> => {
  const { address1, address2, address3, postalCode, city, state, countryCode } = given
  return known({ address1, address2, address3, postalCode, city, state, countryCode })
}

/** What is there of some texts. */
const known = <Name extends string>(texts: Record<Name, string | null | undefined>): { [Each in Name]?: string } =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text)) as { [Each in Name]?: string }

function hrefOf(link: unknown, rel: string): [string, string][] {
  const read = z.looseObject({ href: z.string().min(1) }).safeParse(link)
  return read.success && isLink(read.data.href) ? [[rel, read.data.href]] : []
}
