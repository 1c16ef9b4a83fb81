import { testCards as cybersourceCards } from '@nt/cybersource/simulator'
import { testCards as worldpayCards } from '@nt/worldpay/simulator'

/** A card number that makes a simulated host do one thing. */
export interface SandboxCard {
  readonly provider: string
  /** A make-believe or documented test number that passes the Luhn check; for push provisioning an account reference. */
  readonly number: string
  /** What is sent: a card number, a wallet's token, or an issuer's account reference. */
  readonly source: 'card' | 'device token' | 'account reference'
  readonly meaning: string
  /** Whose rule it is. */
  readonly confidence: 'documented by the provider' | "the sandbox's own"
}

const sources = { ONFILE: 'card', TOKEN: 'device token', ISSUER: 'account reference' } as const

/** Every card that does something special, from the simulators' own tables. */
export const sandboxCards: readonly SandboxCard[] = [
  ...cybersourceCards.map(
    ({ sample, source, outcome, printed }): SandboxCard => ({
      provider: 'cybersource',
      number: sample,
      source: sources[source],
      meaning:
        outcome === 'ACTIVE' ? `a token at once (printed ${printed})` : `refused: ${outcome} (printed ${printed})`,
      confidence: 'documented by the provider',
    }),
  ),
  ...worldpayCards.map(
    ({ number, meaning }): SandboxCard => ({
      provider: 'worldpay',
      number,
      source: 'card',
      meaning,
      confidence: "the sandbox's own",
    }),
  ),
]
