import { mightHoldCardNumber } from './card.ts'
import type { Place, Reader } from './validation.ts'

/** The fields that came, in the order of the samples [S]. */
export type BillingAddress = Readonly<Partial<Record<keyof typeof fields, string>>>

/** Lengths and which are mandatory [S]; the labels are the sandbox's own. */
const fields = {
  address1: { label: 'Address line 1', min: 1, max: 80, isRequired: true },
  address2: { label: 'Address line 2', min: 0, max: 80, isRequired: false },
  address3: { label: 'Address line 3', min: 0, max: 80, isRequired: false },
  postalCode: { label: 'Postal code', min: 1, max: 15, isRequired: true },
  city: { label: 'City', min: 1, max: 50, isRequired: true },
  state: { label: 'State', min: 1, max: 30, isRequired: false },
  countryCode: { label: 'Country code', min: 2, max: 2, isRequired: true, pattern: /^[A-Z]*$/ },
}
const names = Object.keys(fields) as (keyof typeof fields)[]

/** An address, once nothing is wrong with it. */
export function readBillingAddress(read: Reader, at: Place): BillingAddress | undefined {
  const before = read.errors.length
  const members = read.object(at, names)
  if (!members) return undefined
  const address: Partial<Record<keyof typeof fields, string>> = {}
  for (const name of names) {
    const { label, isRequired, ...rule } = fields[name]
    const place = members.at(name, label)
    const text = isRequired ? read.text(place, rule) : read.optionalText(place, rule)
    if (text === undefined) continue
    if (mightHoldCardNumber(text))
      read.problem('billingAddressMightContainCardNumber', 'Address might contain a card number', place.path)
    address[name] = text
  }
  return read.errors.length === before ? address : undefined
}

export const isSameAddress = (one: BillingAddress, other: BillingAddress): boolean =>
  names.every((name) => one[name] === other[name])
