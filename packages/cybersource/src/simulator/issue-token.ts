import type { Account } from './account.ts'
import { makeToken } from './make-token.ts'
import type { Settings } from './settings.ts'
import type { Reason } from './test-cards.ts'
import type { TokenBook, TokenRecord, TokenType } from './token-record.ts'
import type { Notify } from './webhooks/notify.ts'

/** A card that is to get a network token, whichever operation asks for it. */
export interface IssueOrder {
  readonly owner: string
  readonly creator: string
  readonly source: TokenRecord['source']
  readonly account: Account
  readonly expiry?: { readonly month: string; readonly year: string } | undefined
  readonly hasSecurityCode: boolean
  readonly hasAddress: boolean
  readonly instrumentIdentifier?: string | undefined
}

export type Issued =
  | { readonly token: TokenRecord; readonly isNew: boolean }
  | { readonly refused: Reason; readonly type?: TokenType | undefined }

export type IssueToken = (order: IssueOrder) => Issued

/** Asks the network for a token, by the table of test cards. A number that is `unreadable` must have been refused before. */
export function createIssueToken(settings: Settings, book: TokenBook, notify: Notify): IssueToken {
  const { clock, ids, repeatedProvision } = settings

  return (order) => {
    const { owner, account, instrumentIdentifier, expiry } = order
    // The same card in the same vault is the same token. [I §4.0 Idempotency, U §10]
    const known = repeatedProvision === 'same' ? book.findLive(owner, account.fingerprint) : undefined
    if (known) {
      const token = instrumentIdentifier ? { ...known, instrumentIdentifier } : known
      book.put(token)
      return { token, isNew: false }
    }
    const { outcome, type } = account
    if (outcome !== 'ACTIVE') return { refused: outcome === 'unreadable' ? 'INVALID_REQUEST' : outcome, type }
    // A card past its expiry date is CARD_NOT_ALLOWED. [D §4.1, scenario of the older guide]
    if (!type || isPast(expiry, clock.now())) return { refused: 'CARD_NOT_ALLOWED', type }
    const token = makeToken(
      {
        owner,
        creator: order.creator,
        source: order.source,
        account: { ...account, type },
        cardExpiry: expiry,
        // Only VTS tells these. [D §4.1] Any security code matches. [the sandbox's own]
        verificationResults:
          type === 'visa'
            ? {
                securityCode: order.hasSecurityCode ? 'MATCH' : 'SKIPPED',
                address: order.hasAddress ? 'MATCH' : 'SKIPPED',
              }
            : undefined,
        instrumentIdentifier,
      },
      ids,
      clock.now(),
    )
    book.put(token)
    notify(token, 'PROVISIONED')
    return { token, isNew: true }
  }
}

/** A card is good until the end of its month. */
const isPast = (expiry: IssueOrder['expiry'], now: Date): boolean =>
  expiry !== undefined && now.getTime() >= Date.UTC(Number(expiry.year), Number(expiry.month))
