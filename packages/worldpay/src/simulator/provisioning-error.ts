/** Why a scheme refuses [S]. */
export interface ProvisioningError {
  readonly errorCode: string
  readonly providerErrorCode: string
  readonly source: string
  readonly context: string
  readonly message: string
}

const source = 'A2T Visa NPT Token Provider Service'

/** As in the create sample [S], but for the reason, which is the sandbox's. The full list of a scheme's errors is a GAP. */
export const declined: ProvisioningError = {
  errorCode: '301',
  providerErrorCode: '403',
  source,
  context: 'Provision Token.Processor Error',
  message: 'Provider error occurred : the sandbox does not allow this card, contact the bank',
}

/** As in the lookup sample [S]. */
export const failed: ProvisioningError = {
  errorCode: '301',
  providerErrorCode: '400',
  source,
  context: 'Provider error',
  message: 'Unexpected provider error.',
}
