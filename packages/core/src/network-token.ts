import type { CardArtAsset } from './card-art.ts'
import type { CardNetwork } from './card-network.ts'
import type { Expiry } from './expiry.ts'
import type { Refusal } from './refusal.ts'
import { Secret } from './secret.ts'
import { canBecome, type TokenState } from './token-state.ts'

/** Names one token at one provider. */
export interface TokenRef {
  /** The provider's id in this toolkit, e.g. `cybersource`. */
  readonly provider: string
  /** The provider's reference: Cybersource's tokenized-card id, Worldpay's tokenReference. Opaque; safe to store and to show. */
  readonly id: string
  /** The token number and its expiry, where the caller holds them: some providers are then asked once instead of twice. */
  readonly held?: { readonly number: TokenNumber; readonly expiry: Expiry } | undefined
}

/** The surrogate of a card number (EMVCo: payment token). Confidential like a card number; shows as `[token **** 0007]`. */
export class TokenNumber extends Secret {
  readonly lastFour: string

  constructor(digits: string) {
    super(digits, `token **** ${digits.slice(-4)}`)
    this.lastFour = digits.slice(-4)
  }
}

/** What is known of a network token, and since when. */
export interface NetworkToken {
  readonly ref: TokenRef
  readonly state: TokenState
  /** The provider's own word for the state, as sent. */
  readonly providerState?: string | undefined
  readonly network: CardNetwork
  /** Present once the provider has told it in full. */
  readonly number?: TokenNumber | undefined
  /** The token's last four digits: known even where the provider masks the number. */
  readonly lastFour?: string | undefined
  /** The token's own expiry, not the card's. */
  readonly expiry?: Expiry | undefined
  readonly card: { readonly lastFour?: string | undefined; readonly expiry?: Expiry | undefined }
  /** Payment account reference: links the card and all of its tokens; of no use for paying. At most 29 characters. */
  readonly paymentAccountReference?: string | undefined
  /** How the card may be shown, where the provider passes on what the issuer says. */
  readonly display?: CardDisplay | undefined
  /** Why, when the state is `refused`. */
  readonly refusal?: Refusal | undefined
  readonly confirmed: Confirmation
}

/** What an issuer says for showing its card. Nothing of it is needed for paying; all of it comes from outside: escape it before a page shows it. */
export interface CardDisplay {
  readonly issuer?: {
    readonly name?: string | undefined
    /** A few words that a cardholder knows the card by. */
    readonly description?: string | undefined
    /** ISO 3166-1 alpha-2. */
    readonly country?: string | undefined
    readonly email?: string | undefined
    readonly phoneNumber?: string | undefined
    readonly url?: string | undefined
  }
  /** Six hex digits each. */
  readonly colours?: {
    readonly foreground?: string | undefined
    readonly background?: string | undefined
    readonly label?: string | undefined
  }
  /** The pictures there are; `cardArt` fetches one. */
  readonly assets?: readonly CardArtAsset[]
}

/** How fresh a token's facts are. */
export interface Confirmation {
  readonly at: Date
  readonly by: 'provision' | 'retrieve' | 'credential' | 'remove'
  /** `creation`: the provider documents that this answer repeats the facts as they were when the token was made (Worldpay's lookup). */
  readonly asOf: 'now' | 'creation'
}

/**
 * What is known after one more look. The state moves only along the state machine: a late answer does not bring a deleted token back to life.
 * Facts that the new answer leaves out are kept.
 */
export function observe(known: NetworkToken, seen: NetworkToken): NetworkToken {
  if (!canBecome(known.state, seen.state)) return { ...known, confirmed: seen.confirmed }
  const told = Object.fromEntries(Object.entries(seen).filter(([, value]) => value !== undefined))
  return { ...known, ...told, card: { ...known.card, ...seen.card } } as NetworkToken
}
