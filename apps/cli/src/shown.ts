import { passesLuhn } from '@nt/core'

/**
 * Text from outside, made safe for a terminal: control characters, which could move the cursor or colour the screen, and invisible ones are
 * written as escapes. Line feeds and tabs stay.
 */
export const harmless = (text: string): string =>
  text.replace(/[^\P{C}\n\t]|[\u2028\u2029]/gu, (character) =>
    [...character].map((each) => `\\u{${each.codePointAt(0)?.toString(16)}}`).join(''),
  )

const longestShown = 200

/**
 * A value out of a header or a claim, fit to be shown: one line, not long, and whatever looks like a card number hidden but for its last four
 * digits. Nobody should have put one there; that is why it is looked for.
 */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const line = harmless(hideCardNumbers(text)).replace(/[\n\t]/g, ' ')
  return line.length > longestShown ? `${line.slice(0, longestShown)}… (${text.length} characters)` : line
}

/** Runs of 13 to 19 digits, also with spaces or hyphens between them, that pass the Luhn check. */
export const hideCardNumbers = (text: string): string =>
  text.replace(/(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])/g, (run) => {
    const digits = run.replace(/[ -]/g, '')
    return passesLuhn(digits) ? `**** ${digits.slice(-4)}` : run
  })
