import { Secret, TokenNumber } from '@nt/core'
import { z } from 'zod'
import type { TokenizedCard } from './tokenized-card.ts'

/** A text that is used: absent, null and empty are the same, anything else is not of the documented shape. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined)
/** A text that nothing depends on: what is not one is dropped. */
const loose = text.catch(undefined)
/** A month or a year: documented as text, taken as a number too. */
const dated = z
  .union([z.string(), z.int().transform(String)])
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined)

/** Only what is used is checked; everything else passes through untouched. */
const wire = z.looseObject({
  id: text,
  state: text,
  reason: loose,
  number: text,
  expirationMonth: dated,
  expirationYear: dated,
  type: loose,
  paymentAccountReference: loose,
  requestorId: loose,
  eci: loose,
  cryptogram: text,
  securityCode: text,
  card: z
    .looseObject({ suffix: text, number: text, expirationMonth: dated, expirationYear: dated })
    .nullish()
    .transform((value) => value ?? undefined),
})

/** Reads a tokenized card, flat as the guide has it or nested as the SDK's model has it, and wraps what may not be seen. */
export const tokenizedCardSchema: z.ZodType<TokenizedCard> = z.preprocess(unnest, wire).transform(conceal)

/** `body.tokenizedCard ?? body`; of a nested body only the links are kept, as the rest may repeat the secrets in clear. */
function unnest(body: unknown): unknown {
  if (!isObject(body) || !isObject(body['tokenizedCard'])) return body
  return { ...('_links' in body && { _links: body['_links'] }), ...body['tokenizedCard'] }
}

function conceal({ number, cryptogram, securityCode, card, ...rest }: z.infer<typeof wire>): TokenizedCard {
  const { number: cardNumber, ...cardRest } = card ?? {}
  return present({
    ...rest,
    number: concealNumber(number),
    cryptogram: cryptogram === undefined ? undefined : new Secret(cryptogram, 'cryptogram'),
    securityCode: securityCode === undefined ? undefined : new Secret(securityCode, 'dynamic security code'),
    card: card && present({ ...cardRest, number: concealCardNumber(cardNumber) }),
  })
}

/** A whole number is wrapped. One that shows at most its first six and last four digits stays a text. Anything else is dropped: it may be either. */
function concealed<Wrapped>(
  number: string | undefined,
  wrap: (digits: string) => Wrapped,
): Wrapped | string | undefined {
  if (number === undefined || /^[0-9]{0,6}[Xx*]{4,}[0-9]{0,4}$/.test(number)) return number
  return /^[0-9]{12,19}$/.test(number) ? wrap(number) : undefined
}

const concealNumber = (number: string | undefined): TokenNumber | string | undefined =>
  concealed(number, (digits) => new TokenNumber(digits))

/** The same for the number of the card itself. */
export const concealCardNumber = (number: string | undefined): Secret | string | undefined =>
  concealed(number, (digits) => new Secret(digits, `PAN **** ${digits.slice(-4)}`))

/** Without the members that are undefined, so that a printed answer is as short as it came. */
const present = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
