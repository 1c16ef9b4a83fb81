/** A month printed on a card or held by a token. A token's expiry is not the card's. */
export interface Expiry {
  /** 1 to 12. */
  readonly month: number
  /** Four digits. */
  readonly year: number
}

/**
 * Whether the month is over. A card is good to the end of its last month, everywhere on earth: the day line's last place (UTC-12) decides,
 * so that nobody's card is refused here while its issuer still takes it.
 */
export function isPast(expiry: Expiry, now: Date): boolean {
  const monthIsOverAtTheDayLine = Date.UTC(expiry.year, expiry.month, 1, 12)
  return now.getTime() >= monthIsOverAtTheDayLine
}

/** `12/2031`. */
export const formatExpiry = (expiry: Expiry): string => `${String(expiry.month).padStart(2, '0')}/${expiry.year}`
