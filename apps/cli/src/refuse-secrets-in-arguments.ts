import { NetworkTokenError, passesLuhn } from '@nt/core'

/**
 * Stops before anything else when an argument looks like a card number: arguments are visible to every process of the machine, and stay in
 * the shell's history.
 * @throws NetworkTokenError `usage`, which does not repeat it
 */
export function refuseSecretsInArguments(argv: readonly string[]): void {
  for (const argument of argv) {
    for (const [digits] of argument
      .replace(/(?<=[0-9])[ -](?=[0-9])/g, '')
      .matchAll(/(?<![0-9a-fA-F-])[0-9]{13,19}(?![0-9a-fA-F-])/g)) {
      if (!passesLuhn(digits)) continue
      throw new NetworkTokenError('usage', {
        message:
          'an argument looks like a card number, which other users of this machine can see and your shell has kept; remove it from the history, and give cards by prompt, --file or standard input',
      })
    }
  }
}
