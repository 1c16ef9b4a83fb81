import type { Operation } from '@nt/provider-kit'
import { type AnswerFacts, correlated } from './answered.ts'
import type { CybersourceCall } from './call.ts'
import { plainJson, type Session } from './session.ts'
import type { OneOf } from './tokenized-card.ts'

/** What the issuer is made to do [D]: one of these. */
export type IssuerEvent =
  /** The token changes its state. */
  | { readonly state: OneOf<'ACTIVE' | 'SUSPENDED' | 'DELETED'> }
  /** The card is replaced. */
  | {
      readonly card: {
        /** The new card's last four digits. */
        readonly last4: string
        /** `MM`. */
        readonly expirationMonth: string
        /** `YYYY`. */
        readonly expirationYear: string
      }
    }
  /** The token's own expiry moves; in the guide only [D]. `MM` and `YYYY`. */
  | { readonly expirationMonth: string; readonly expirationYear: string }
  /** The card art changes. */
  | { readonly metadata: { readonly cardArt: { readonly combinedAsset: { readonly update: 'true' } } } }

/** Not repeatable: whether a repeat makes a second event is not documented. */
const operation: Operation = {
  name: 'tokenizedCards.simulateIssuerEvent',
  method: 'POST',
  route: '/tms/v2/tokenized-cards/{id}/issuer-life-cycle-event-simulations',
  statuses: [204],
}

/**
 * Makes the issuer act on a token, for tests: Visa tokens, test hosts only [D]. A webhook follows. The SDK wants a `profile-id`, as an argument [S];
 * here it is the one of the call or of the settings, if any.
 */
export async function simulateIssuerEvent(
  { send }: Session,
  id: string,
  event: IssuerEvent,
  call?: CybersourceCall,
): Promise<Pick<AnswerFacts, 'correlationId'>> {
  return correlated(await send(operation, { parameters: { id }, accept: plainJson, json: event, call }))
}
