import { passesLuhn, Secret } from '@nt/core'
import { z } from 'zod'

/** A text that is used: absent, null and empty are the same, anything else is not of the documented shape. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined)

/** An id of the provider's, or anything else that nothing here depends on: what is not a text is dropped. */
export const id = text.catch(undefined)

/** A text to be shown. One that holds what may be a card number is dropped: it is a mistake of somebody's, and stays in `raw`. */
export const shown = id.transform((value) => (value && holdsCardNumber(value) ? undefined : value))

/** The same for a text that something depends on. */
export const word = text.transform((value) => (value && holdsCardNumber(value) ? undefined : value))

/** A month or a year: documented as text, taken as a number too. */
export const dated = z
  .union([z.string(), z.int().transform(String)])
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined)

/** True or false: the SDK's model has some of them as text. */
export const flag = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')])
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined)

/** A whole number of something: not negative. */
export const count = z
  .union([
    z.int().min(0),
    z
      .string()
      .regex(/^[0-9]{1,9}$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined)

/** An object inside an answer, its known members only; what is not one is dropped. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  fields(shape)
    .nullish()
    .transform((value) => value ?? undefined)
    .catch(undefined)

/** A list of objects; entries that are none are dropped. */
export const listOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .array(section(shape))
    .nullish()
    .transform((list) => list?.flatMap((entry) => (entry === undefined ? [] : [entry])))
    .catch(undefined)

/** An object, its known members only, and of those the ones that are there. */
export const fields = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape).transform(present)

/** Without the members that are undefined, so that a printed answer is as short as it came. */
export function present<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value
}

export const link = section({ href: id })

/** A whole number is wrapped. One that shows at most its first six and last four digits stays a text. Anything else is dropped: it may be either. */
export function concealed<Wrapped>(
  number: string | undefined,
  wrap: (digits: string) => Wrapped,
): Wrapped | string | undefined {
  if (number === undefined || masked.test(number)) return number
  return /^[0-9]{12,19}$/.test(number) ? wrap(number) : undefined
}

/** The same for the number of the card itself. */
export const concealCardNumber = (number: string | undefined): Secret | string | undefined =>
  concealed(number, (digits) => new Secret(digits, `PAN **** ${digits.slice(-4)}`))

/** A bank account's number: a text when it is masked, wrapped in every other form. */
export const concealAccountNumber = (number: string | undefined): Secret | string | undefined =>
  number === undefined || masked.test(number) ? number : new Secret(number, 'bank account number')

const masked = /^[0-9]{0,6}[Xx*]{4,}[0-9]{0,4}$/

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a text holds 12 to 19 digits that could be a card's number, in groups or not. */
export const holdsCardNumber = (value: string): boolean =>
  [...value.matchAll(/(?<![0-9])[0-9](?:[ -]?[0-9]){11,18}(?![0-9])/g)].some(([run]) =>
    passesLuhn(run.replace(/[ -]/g, '')),
  )
