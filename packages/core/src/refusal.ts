/** One row of the refusal table. */
export interface RefusalRow {
  readonly meaning: string
  /** Who said no, as far as the providers document it. */
  readonly saidBy: 'caller' | 'issuer' | 'network' | 'platform' | 'unknown'
  /** Whether asking again for the same card can help. Inferred, not documented by any provider. */
  readonly retry: 'never' | 'later' | 'now'
  /** What to do for the customer. Paying with the card itself works whenever the card does. */
  readonly action: string
}

/**
 * Why a card did not become a network token: the closed list. The names are Cybersource's seven provisioning reasons [documented], which follow
 * the networks' own; Worldpay's provider errors are mapped onto them [inferred]. The provider's raw code is always kept beside.
 */
export const refusalTable = {
  invalid_request: refusal('the request data was invalid', 'caller', 'never', 'Correct the card data.'),
  card_verification_failed: refusal(
    'security code, expiry or address could not be verified',
    'issuer',
    'never',
    'Collect the card again.',
  ),
  card_not_eligible: refusal(
    'the issuer does not take part with this card',
    'issuer',
    'later',
    'Keep paying with the card; try again in some months.',
  ),
  card_not_allowed: refusal(
    'the network does not allow this card',
    'network',
    'later',
    'Keep paying with the card; ask the customer for another if payments fail too.',
  ),
  declined: refusal('the issuer declined', 'issuer', 'later', 'Keep paying with the card; never retry in a loop.'),
  service_unavailable: refusal(
    'the token service was out of reach',
    'network',
    'now',
    'Provision again after a pause.',
  ),
  system_error: refusal(
    'the provider met an unexpected error',
    'platform',
    'now',
    'Provision again once; then ask the provider.',
  ),
  unmapped: refusal(
    'the provider gave a reason that is not known here',
    'unknown',
    'never',
    'Look the raw code up with the provider, and report it so that it can be mapped.',
  ),
} as const satisfies Record<string, RefusalRow>

export type RefusalReason = keyof typeof refusalTable

/** A card that did not become a token. A value, not an exception: it is a normal answer. */
export interface Refusal {
  readonly reason: RefusalReason
  /** The provider's raw code, e.g. `CARD_NOT_ELIGIBLE` or `301/403`. */
  readonly providerCode?: string | undefined
}

function refusal(
  meaning: string,
  saidBy: RefusalRow['saidBy'],
  retry: RefusalRow['retry'],
  action: string,
): RefusalRow {
  return { meaning, saidBy, retry, action }
}
