import {
  type Card,
  type CredentialIntent,
  type Exchange,
  formatExpiry,
  type NetworkToken,
  NetworkTokenError,
  type NetworkTokens,
  type PaymentCredential,
  type ProvisionOutcome,
  type Wait,
} from '@nt/core'
import { witness } from './commands/options.ts'
import type { Terminal } from './terminal.ts'
import { formatRef } from './token-ref.ts'

/** What became of one card at one provider. Holds nothing secret in readable form: it is printed as it is. */
export interface ProvisionRow {
  readonly place: string
  readonly provider: string
  readonly cardLastFour?: string | undefined
  readonly outcome?: ProvisionOutcome | undefined
  /** Whether the token was pending first. */
  readonly waited?: boolean
  readonly credential?: PaymentCredential | undefined
  readonly error?: NetworkTokenError | undefined
  readonly exchanges: readonly Exchange[]
  readonly milliseconds: number
}

export interface ProvisionWork {
  readonly wait?: Wait | undefined
  /** Also ask for a credential once the token is active. */
  readonly credentialFor?: CredentialIntent | undefined
  readonly verbose?: boolean | undefined
}

/** Provisions one card at one provider and keeps what there is to tell. */
export async function provisionRow(
  tokens: NetworkTokens,
  terminal: Terminal,
  { provider, place, card }: { provider: string; place: string; card: Card },
  { wait, credentialFor, verbose = false }: ProvisionWork,
): Promise<ProvisionRow> {
  const { call, exchanges } = witness(terminal, { verbose })
  const began = performance.now()
  const told = () => ({
    place,
    provider,
    cardLastFour: card.pan.lastFour,
    exchanges,
    milliseconds: performance.now() - began,
  })
  let outcome: ProvisionOutcome | undefined
  try {
    outcome = await tokens.provision(provider, card, { ...call, wait })
    const waited = exchanges.some(({ operation }) => operation !== exchanges[0]?.operation)
    const credential =
      credentialFor && outcome.status === 'active'
        ? await tokens.credential(outcome.token.ref, credentialFor, call)
        : undefined
    return { ...told(), outcome, waited, credential }
  } catch (error) {
    if (!NetworkTokenError.isInstance(error)) throw error
    return { ...told(), outcome, error }
  }
}

/** The token, when there is one. */
export const tokenOf = ({ outcome }: ProvisionRow): NetworkToken | undefined =>
  outcome && outcome.status !== 'refused' ? outcome.token : undefined

/** The stable shape of `--json`. */
export function rowToJson(row: ProvisionRow): Record<string, unknown> {
  const { place, provider, cardLastFour, outcome, error, exchanges, milliseconds } = row
  return {
    place,
    provider,
    ...(cardLastFour && { card: { lastFour: cardLastFour } }),
    ...(outcome && { outcome: outcome.status }),
    ...(outcome?.status === 'refused' && { refusal: outcome.refusal }),
    ...(tokenOf(row) && { token: tokenToJson(tokenOf(row) as NetworkToken) }),
    ...(error && { error }),
    calls: exchanges.length,
    milliseconds: Math.round(milliseconds),
    ...(correlationOf(row) && { correlationId: correlationOf(row) }),
  }
}

/** A token as `--json` prints it. */
export const tokenToJson = (token: NetworkToken): Record<string, unknown> => ({
  ref: formatRef(token.ref),
  state: token.state,
  ...(token.providerState && { providerState: token.providerState }),
  network: token.network,
  ...(token.lastFour && { lastFour: token.lastFour }),
  ...(token.expiry && { expiry: formatExpiry(token.expiry) }),
  card: {
    ...(token.card.lastFour && { lastFour: token.card.lastFour }),
    ...(token.card.expiry && { expiry: formatExpiry(token.card.expiry) }),
  },
  ...(token.paymentAccountReference && { paymentAccountReference: token.paymentAccountReference }),
  ...(token.display && { display: token.display }),
  ...(token.refusal && { refusal: token.refusal }),
  confirmed: token.confirmed,
})

/** The id to quote to the provider: that of the exchange that decided. */
export const correlationOf = ({ error, exchanges }: ProvisionRow): string | undefined =>
  error?.correlationId ?? exchanges[0]?.correlationId
