import type { Issue } from '@nt/core'
import { lengthIssue, type Place } from './limits.ts'

/** Where the cardholder is billed, in Worldpay's words. With an address these four are required [OpenAPI]; a card number in it is rejected. */
export interface BillingAddress {
  /** 1 to 80 characters [OpenAPI]. */
  readonly address1: string
  /** At most 80 characters [OpenAPI]. */
  readonly address2?: string | undefined
  /** At most 80 characters [OpenAPI]. */
  readonly address3?: string | undefined
  /** 1 to 15 characters [OpenAPI]. */
  readonly postalCode: string
  /** 1 to 50 characters [OpenAPI]. */
  readonly city: string
  /** 1 to 30 characters [OpenAPI]. */
  readonly state?: string | undefined
  /** ISO 3166-1 alpha-2: two capital letters [OpenAPI]. */
  readonly countryCode: string
}

/** Exactly the documented fields: the host rejects every other. */
export const toBillingAddress = (given: BillingAddress): BillingAddress => {
  const { address1, address2, address3, postalCode, city, state, countryCode } = given
  return {
    address1,
    ...(address2 !== undefined && { address2 }),
    ...(address3 !== undefined && { address3 }),
    postalCode,
    city,
    ...(state !== undefined && { state }),
    countryCode,
  }
}

/** What Worldpay would reject an address for. */
export function billingAddressIssues(given: BillingAddress, at: Place): Issue[] {
  const optional = (name: 'address2' | 'address3' | 'state', longest: number, shortest: number) =>
    given[name] === undefined ? [] : lengthIssue(given[name], at(name), shortest, longest)
  return [
    ...lengthIssue(given.address1, at('address1'), 1, 80),
    ...optional('address2', 80, 0),
    ...optional('address3', 80, 0),
    ...lengthIssue(given.postalCode, at('postalCode'), 1, 15),
    ...lengthIssue(given.city, at('city'), 1, 50),
    ...optional('state', 30, 1),
    ...(/^[A-Z]{2}$/.test(given.countryCode)
      ? []
      : [{ path: at('countryCode'), problem: 'must be two capital letters' }]),
  ]
}
