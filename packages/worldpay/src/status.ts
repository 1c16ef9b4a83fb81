import type { TokenState } from '@nt/core'

/**
 * Worldpay's words for a token's status: four documented, `Inactive` from an edition of 2023, and the text that its lookup shows for a failed
 * provisioning. The type is open in Worldpay's OpenAPI, so any other word may come.
 */
export type WorldpayStatus =
  | 'Active'
  | 'Suspended'
  | 'Deleted'
  | 'Expired'
  | 'Inactive'
  | 'Provision Processor Error'
  | (string & {})

/** What an answer tells beside the status. */
export interface Evidence {
  readonly hasNumber: boolean
  readonly hasExpiry: boolean
  readonly hasErrors: boolean
}

/**
 * The state that an answer proves.
 *
 * - Active needs the word `Active`, a token number and its expiry; until all three are there it is pending: look again.
 * - No number and no errors, whatever the word: pending [assumed; no sample of a pending lookup is published].
 * - An unknown word beside a token number (`Inactive` too): suspended. Not active, since only `Active` is documented as good for payment; not
 *   pending, since a token that was active cannot become pending again and would go on passing for active. The word stays in `providerState`.
 */
export function stateOf(status: string | undefined, { hasNumber, hasExpiry, hasErrors }: Evidence): TokenState {
  switch (status) {
    case 'Suspended':
      return 'suspended'
    case 'Deleted':
      return 'deleted'
    case 'Expired':
      return 'expired'
    case 'Provision Processor Error':
      return 'refused'
  }
  if (!hasNumber) return hasErrors ? 'refused' : 'pending'
  if (status !== 'Active') return 'suspended'
  return hasExpiry ? 'active' : 'pending'
}
