import type { Card } from '../card.ts'
import type { NetworkToken } from '../network-token.ts'
import type { CallOptions, NetworkTokenProvider } from '../provider.ts'

/**
 * What is known after a lost answer.
 * - `found`: this token of the card is there; whether the lost call made it or an earlier one is not said.
 * - `not-found`: the provider shows none. Right after the lost call that proves little: what was made may not show yet.
 * - `cannot-be-known`: the provider has no way to ask.
 */
export type Recovery =
  | { readonly status: 'found'; readonly token: NetworkToken; readonly action: string }
  | { readonly status: 'not-found'; readonly action: string }
  | { readonly status: 'cannot-be-known'; readonly because: string; readonly action: string }

/**
 * Finds out what became of a `provision` that ended as `outcome_unknown`, where the provider has a documented way to ask. It never makes a
 * network token, not even to find one.
 * @throws NetworkTokenError when the question itself fails; then nothing more is known than before
 */
export async function recover(provider: NetworkTokenProvider, card: Card, call?: CallOptions): Promise<Recovery> {
  if (!provider.findByCard) {
    return {
      status: 'cannot-be-known',
      because: `${provider.id} has no documented way to find a network token by its card`,
      action:
        "Keep paying with the card. Ask the provider's support with the correlation id of the lost call, or provision again knowing that a second token may then exist, of which only the later one has a reference here.",
    }
  }
  const token = await provider.findByCard(card, call)
  if (token) return { status: 'found', token, action: 'Store its reference and go on with it; do not provision again.' }
  return {
    status: 'not-found',
    action:
      'Ask once more after some minutes, since what was made may not show at once; then provision again, knowing that it may be a second token.',
  }
}
