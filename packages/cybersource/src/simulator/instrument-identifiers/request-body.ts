import { z } from 'zod'
import { badRequest, invalidBody } from '../errors.ts'
import type { Answer, JsonObject } from '../routes.ts'
import { type Details, details, withoutCardNumbers } from './details.ts'

const month = z.string().regex(/^(0[1-9]|1[0-2])$/)
const year = z.string().regex(/^\d{4}$/)
const securityCode = z.string().regex(/^\d{3,4}$/)

/** What a request must hold. [D §4.6] */
const requestBody = z.looseObject({
  type: z.enum(['enrollable card', 'enrollable token']).optional(),
  card: z
    .looseObject({
      number: z
        .string()
        .regex(/^\d{12,19}$/)
        .optional(),
      expirationMonth: month.optional(),
      expirationYear: year.optional(),
      securityCode: securityCode.optional(),
    })
    .optional(),
  bankAccount: z
    .looseObject({
      number: z.string().regex(/^\d{4,17}$/),
      routingNumber: z
        .string()
        .regex(/^\d{1,9}$/)
        .optional(),
    })
    .optional(),
  pointOfSaleInformation: z
    .looseObject({ emvTags: z.array(z.looseObject({ tag: z.string(), value: z.string() })).optional() })
    .optional(),
})

/** One instrument to be made: its number is looked at once and gone. */
export interface InstrumentRequest {
  readonly type?: 'enrollable card' | 'enrollable token' | undefined
  readonly number?: string | undefined
  readonly bankAccount?: { readonly number: string; readonly routingNumber?: string | undefined } | undefined
  readonly expiry?: { readonly month: string; readonly year: string } | undefined
  readonly hasSecurityCode: boolean
  readonly details: Details
}

/** Reads the body of POST instrumentidentifiers, of its enrollment (`needs: 'type'`), and of the part of tokenize. */
export function readInstrument(
  body: JsonObject,
  needs: 'instrument' | 'type',
): InstrumentRequest | { readonly refused: Answer } {
  const parsed = requestBody.safeParse(body)
  if (!parsed.success) return { refused: invalidBody(parsed.error, body) }
  const kept = details.safeParse(body)
  if (!kept.success) return { refused: invalidBody(kept.error, body) }
  const { type, card, bankAccount, pointOfSaleInformation } = parsed.data
  const tapped = readTags(pointOfSaleInformation?.emvTags ?? [])
  const number = card?.number ?? tapped.number
  const expiry =
    card?.expirationMonth && card.expirationYear
      ? { month: card.expirationMonth, year: card.expirationYear }
      : tapped.expiry

  const missing = (name: string, location?: string) => ({
    refused: badRequest('missingFields', 'Missing field values', { name, location }),
  })
  if (needs === 'type' && type === undefined) return missing('type')
  if (needs === 'instrument' && number === undefined && !bankAccount) return missing('number', 'card')
  if (bankAccount && (number !== undefined || type !== undefined))
    return { refused: badRequest('invalidCombination', 'A bank account goes with neither a card nor a type') }
  if (type === 'enrollable card' && !expiry)
    return missing(card?.expirationMonth ? 'expirationYear' : 'expirationMonth', 'card')
  return {
    type,
    number,
    bankAccount,
    expiry,
    hasSecurityCode: card?.securityCode !== undefined,
    details: withoutCardNumbers(kept.data),
  }
}

/** A tapped card: tag 5A is its number, 57 its track 2, 5F24 its expiry as YYMMDD. [D §4.6] */
function readTags(
  tags: readonly { readonly tag: string; readonly value: string }[],
): Pick<InstrumentRequest, 'number' | 'expiry'> {
  const tagged = (tag: string) => tags.find((one) => one.tag.toUpperCase() === tag)?.value
  const track = /^(\d{12,19})[D=](\d{2})(\d{2})/i.exec(tagged('57') ?? '')
  const number = /^(\d{12,19})F?$/i.exec(tagged('5A') ?? '')?.[1] ?? track?.[1]
  const date = /^(\d{2})(\d{2})\d{2}$/.exec(tagged('5F24') ?? '') ?? track?.slice(1)
  return { number, expiry: date?.[1] && date[2] ? { year: `20${date[1]}`, month: date[2] } : undefined }
}
