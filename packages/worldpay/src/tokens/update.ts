import { type CallOptions, type Expiry, type Issue, isPast, NetworkTokenError } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import type { Connection } from '../connection.ts'
import { followLink } from '../links.ts'
import { type BillingAddress, billingAddressIssues, toBillingAddress } from './billing-address.ts'
import type { CardToken } from './card-token.ts'
import { descriptionIssue, expiryIssue, holderNameIssue, schemeReferenceIssue } from './limits.ts'

/** Repeatable: the same value put twice is the same value. At most 50 updates of a token in 30 days, then HTTP 429 [documented]. */
const operation: Operation = {
  name: 'tokens.update',
  method: 'PUT',
  route: '/tokens/{field}',
  statuses: [204],
  repeatable: true,
}

/** What can be changed of a card token, one at a time [OpenAPI]. The limits are those of the creation. */
export interface CardTokenFields {
  readonly description: string
  readonly cardHolderName: string
  /** Must be in the future [older official page]. */
  readonly cardExpiryDate: Expiry
  readonly billingAddress: BillingAddress
  readonly schemeTransactionReference: string
}

const issuesOf: { [Field in keyof CardTokenFields]: (value: CardTokenFields[Field]) => Issue[] } = {
  description: descriptionIssue,
  cardHolderName: (value) => holderNameIssue(value, 'cardHolderName'),
  cardExpiryDate: (value) => expiryIssue(value, 'cardExpiryDate'),
  billingAddress: (value) => billingAddressIssues(value, (field) => `billingAddress.${field}`),
  schemeTransactionReference: schemeReferenceIssue,
}

/** The bare JSON value, without an object around it [OpenAPI]; of objects exactly the documented fields. */
const bodies: { [Field in keyof CardTokenFields]: (value: CardTokenFields[Field]) => unknown } = {
  description: (value) => value,
  cardHolderName: (value) => value,
  cardExpiryDate: ({ month, year }) => ({ month, year }),
  billingAddress: toBillingAddress,
  schemeTransactionReference: (value) => value,
}

/**
 * `PUT` to the field's own link. The link is the token's, from any answer about it: sub-resources look like tokens, so none is ever guessed.
 * @throws NetworkTokenError `input_invalid` or `card_expired` before anything is sent; `rate_limited` after 50 updates
 */
export async function updateCardToken<Field extends keyof CardTokenFields>(
  connection: Connection,
  { links }: Pick<CardToken, 'links'>,
  field: Field,
  value: CardTokenFields[Field],
  call?: CallOptions,
): Promise<void> {
  const at = { provider: connection.id, operation: operation.name }
  const issues = issuesOf[field](value)
  if (!links[field]) issues.push({ path: `links.${field}`, problem: 'is missing: get the token again' })
  if (issues.length > 0) throw new NetworkTokenError('input_invalid', { ...at, issues })
  if (field === 'cardExpiryDate' && isPast(value as Expiry, connection.clock.now()))
    throw new NetworkTokenError('card_expired', at)
  const url = followLink(connection.baseUrl, links[field], at)
  await connection.send(operation, { url, body: bodies[field](value), call })
}
