import type { TokenRecord } from '../token-record.ts'

/** Why a webhook is sent. [D §6.2] Mastercard's is spelt in two ways in the guide. */
export type WebhookReason =
  | 'PROVISIONED'
  | 'CARD_UPDATED'
  | 'TOKEN_EXPIRY_UPDATED'
  | 'TOKEN_UPDATED'
  | 'METADATA_UPDATED'
  | 'TOKEN_STATUS_UPDATED'
  | 'REDIGITALIZATION'
  | 'REDIGITIZATION'

/** Tells whoever has subscribed, after the answer has left. */
export type Notify = (token: TokenRecord, reason: WebhookReason) => void
