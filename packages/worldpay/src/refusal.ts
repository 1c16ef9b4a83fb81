import type { Refusal, RefusalReason } from '@nt/core'
import type { ProvisioningError } from './token-answer.ts'

/**
 * Why there is no token. The scheme's own list is not published by Worldpay; the two codes of its samples read like HTTP statuses of the
 * scheme's service (Visa answers 403 for a card that is not eligible), and are taken as such [inferred]. The raw codes stay beside, as `301/403`.
 */
export function toRefusal(errors: readonly ProvisioningError[], status: string | undefined): Refusal {
  const known = errors.map(reasonOf)
  const which = Math.max(
    known.findIndex((reason) => reason !== 'unmapped'),
    0,
  )
  const error = errors[which]
  const codes = [error?.errorCode, error?.providerErrorCode].filter(Boolean).join('/')
  return { reason: known[which] ?? 'unmapped', providerCode: codes || status }
}

function reasonOf({ providerErrorCode = '' }: ProvisioningError): RefusalReason {
  if (providerErrorCode === '403') return 'card_not_eligible'
  if (providerErrorCode === '400') return 'invalid_request'
  return /^5[0-9]{2}$/.test(providerErrorCode) ? 'service_unavailable' : 'unmapped'
}
