/** What a test may do behind a simulated host's back, the same for every provider. */
export interface HostControl {
  /** What the network or the issuer would do: sets a token's state. `id` is the reference that the client knows. */
  setState(id: string, state: 'active' | 'suspended' | 'expired' | 'deleted'): void
  /** How many tokens of a card are alive at the host: the independent witness of what calls really did. */
  liveTokens(pan: string): number
  /**
   * Makes the next answer that carries a token odd, once. `unknown-field`: additional members at every level. `unknown-state`: a state that no
   * documentation names. `other-card`: a correct answer for another token and card.
   */
  oddNextAnswer(oddity: 'unknown-field' | 'unknown-state' | 'other-card'): void
}
