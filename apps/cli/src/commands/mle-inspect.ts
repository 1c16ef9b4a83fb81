import type { Command } from 'commander'
import { describeJwe } from '../describe-jwe.ts'
import { describeJwt } from '../describe-jwt.ts'
import type { MessageReport } from '../message-report.ts'
import { readInput } from '../read-input.ts'
import { shown } from '../shown.ts'
import { layOutFacts } from '../table.ts'
import type { CommandContext, Terminal } from '../terminal.ts'
import { type FoundMessage, unwrapMessage } from '../unwrap-message.ts'

/** More than any message has; a longer one is refused unread. */
const longestMessage = 1024 * 1024

export function addMleInspect(group: Command, { terminal }: CommandContext): void {
  group
    .command('inspect')
    .description('explain a JWE or JWT from standard input: what its header says, and what is unusual. Needs no key')
    .option('--json', 'print JSON for machines')
    .addHelpText(
      'after',
      `
Takes the token alone, {"encryptedRequest":"…"}, {"encryptedResponse":"…"}, an Authorization header, or the quoted string of response.text.
Nothing of a body is shown, and nothing is verified. For a JWE only the header can be read; nt mle open opens one with your key.`,
    )
    .action((options: { readonly json?: boolean }) => inspect(options, terminal))
}

async function inspect({ json }: { readonly json?: boolean }, terminal: Terminal): Promise<void> {
  if (terminal.interactive) terminal.warn('paste the message, then press Enter and Ctrl-D\n')
  const found = unwrapMessage((await readInput(terminal, longestMessage)).toString('latin1'))
  const report = await describe(found, new Date())
  if (json) {
    const { facts, ...rest } = report
    const known = facts.filter(([, value]) => value !== undefined)
    terminal.write(`${JSON.stringify({ ...rest, wrapping: found.wrapping, facts: Object.fromEntries(known) })}\n`)
  } else terminal.write(layOut(report, found))
}

async function describe(found: FoundMessage, now: Date): Promise<MessageReport> {
  if (found.plain) return describePlain(found.plain)
  const parts = found.token.split('.', 6)
  if (parts.length === 5) return describeJwe(found, now)
  if (parts.length === 3) return describeJwt(found.token, now)
  return {
    kind: 'unknown',
    what: 'neither a JWE (five parts with dots between them) nor a JWT (three)',
    facts: [['length', `${found.token.length} characters`]],
    unusual: [],
    next: 'Look for what was cut off or wrapped around it.',
  }
}

/** JSON in clear: its members' names at most, for its values may be a card. */
function describePlain(plain: NonNullable<FoundMessage['plain']>): MessageReport {
  const names = Array.isArray(plain) ? [] : Object.keys(plain)
  const isError = names.includes('errors') || names.includes('response')
  return {
    kind: 'json',
    what: isError ? 'an error answer of Cybersource, in clear as they come' : 'JSON in clear: it is not sealed at all',
    facts: [['members', names.slice(0, 20).map(shown).join(', ') || undefined]],
    unusual: isError
      ? []
      : ['where a sealed message is due this is a downgrade; the clients of this repository refuse it'],
    next: 'Its values are not shown, since they may be card data.',
  }
}

const layOut = ({ what, facts, unusual, next }: MessageReport, { wrapping }: FoundMessage): string =>
  [
    `This is ${what}.\n`,
    ...(wrapping ? [`It came in ${wrappings[wrapping]}.\n`] : []),
    `\n${layOutFacts(facts)}\n`,
    unusual.length > 0 ? `Unusual:\n${unusual.map((each) => `  - ${each}\n`).join('')}` : 'Nothing is unusual.\n',
    `\n${next}\n`,
  ].join('')

const wrappings: Record<NonNullable<FoundMessage['wrapping']>, string> = {
  encryptedRequest: '{"encryptedRequest":…}, the body of a request',
  encryptedResponse: '{"encryptedResponse":…}, the body of an answer',
  Bearer: 'an Authorization header',
  quotes: 'quotes, as the official SDK leaves it in response.text',
}
