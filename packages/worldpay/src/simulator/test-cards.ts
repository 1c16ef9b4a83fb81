/** What the simulated host does with a card. */
export type Behaviour = 'sync' | 'pending-then-active' | 'pending-then-refused' | 'declined-array' | 'declined-object'

/** One row of the test-card table. */
export interface TestCard {
  readonly number: string
  readonly behaviour: Behaviour
  readonly meaning: string
}

/**
 * The sandbox's own triggers [X]: Worldpay documents no test cards for network tokens. The numbers are Worldpay's general Try cards [D].
 * Every other number that passes the Luhn check gets its token at once.
 */
export const testCards: readonly TestCard[] = [
  { number: '4444333322221111', behaviour: 'sync', meaning: 'Visa: the token comes with the answer' },
  { number: '5555555555554444', behaviour: 'sync', meaning: 'Mastercard: the token comes with the answer' },
  {
    number: '5454545454545454',
    behaviour: 'pending-then-active',
    meaning: 'accepted without a token; a later lookup has it',
  },
  {
    number: '2221000000000009',
    behaviour: 'pending-then-refused',
    meaning: 'accepted without a token; a later lookup says `Provision Processor Error`',
  },
  {
    number: '343434343434343',
    behaviour: 'declined-array',
    meaning: 'declined inside the 200, `provisioningErrors` as an array',
  },
  {
    number: '6011000400000000',
    behaviour: 'declined-object',
    meaning: 'declined inside the 200, `provisioningErrors` as an object',
  },
]

export const behaviourOf = (number: string): Behaviour =>
  testCards.find((card) => card.number === number)?.behaviour ?? 'sync'

export type FundingType = 'credit' | 'debit' | 'unknown'

/** The one documented debit card [D], and the card of the samples [S]. */
export const fundingTypeOf = (number: string): FundingType => {
  if (number === '5163613613613613') return 'debit'
  return number === '4444333322221111' ? 'credit' : 'unknown'
}
