import { createReadStream, existsSync } from 'node:fs'
import { NetworkTokenError } from '@nt/core'
import type { Runtime } from '@nt/runtime'
import { type Command, InvalidArgumentError } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { promptCard } from '../prompt-card.ts'
import { type ProvisionRow, provisionRow, rowToJson } from '../provision-row.ts'
import { provisionTable } from '../provision-table.ts'
import { type CardEntry, readCards } from '../read-cards.ts'
import type { CommandContext, Terminal } from '../terminal.ts'
import { type CommonOptions, noteSandbox, withCommonOptions, withRuntime } from './options.ts'

interface ProvisionOptions extends CommonOptions {
  readonly provider?: string
  readonly file?: string
  readonly luhn: boolean
  readonly wait: number
}

export function addProvision(program: Command, { terminal, setExitCode }: CommandContext): void {
  withCommonOptions(program.command('provision'))
    .description('make network tokens for cards from standard input, a file, or a prompt')
    .option('-p, --provider <names>', 'cybersource, worldpay, both separated by a comma, or all')
    .option('-f, --file <path>', 'read cards from a file: a JSON object, an array, or one object a line')
    .option('--no-luhn', "take card numbers whose check digit is wrong (some providers' test numbers)")
    .option('--wait <seconds>', 'how long to wait for a pending token', toSeconds, 60)
    .addHelpText(
      'after',
      `
A card: {"number":"4444333322221111","expirationMonth":12,"expirationYear":2031,"cardholderName":"A Tester","securityCode":"123"}
Exit code 0: every card has a token. 3: some card was refused or is still pending. Others: the code of the first error (docs/errors.md).`,
    )
    .action(async (options: ProvisionOptions) => setExitCode(await provision(options, terminal)))
}

async function provision(options: ProvisionOptions, terminal: Terminal): Promise<number> {
  return withRuntime(terminal, async (runtime) => {
    const providers = chosen(options.provider, runtime)
    noteSandbox(terminal, runtime, providers)
    const rows: ProvisionRow[] = []
    const keep = (row: ProvisionRow) => {
      rows.push(row)
      if (options.json) terminal.write(`${JSON.stringify(rowToJson(row))}\n`)
    }
    for await (const entry of entriesOf(options, terminal)) {
      if ('error' in entry) {
        keep({ place: entry.place, provider: '-', error: entry.error, exchanges: [], milliseconds: 0 })
        continue
      }
      for (const provider of providers) {
        const wait = { forMs: options.wait * 1000, ...(runtime.sandboxed.includes(provider) && { firstPauseMs: 100 }) }
        keep(await provisionRow(runtime.tokens, terminal, { provider, ...entry }, { wait, verbose: options.verbose }))
        if (terminal.signal.aborted) break
      }
      if (terminal.signal.aborted) break
    }
    if (!options.json) report(rows, terminal)
    return exitCodeOf(rows)
  })
}

/** A table of what was sent; one line on standard error for each entry that was not. */
function report(rows: readonly ProvisionRow[], terminal: Terminal): void {
  const sent = rows.filter(({ provider }) => provider !== '-')
  if (sent.length > 0) terminal.write(provisionTable(sent, terminal))
  for (const { place, error, provider } of rows) {
    if (error && provider === '-') terminal.warn(`nt: ${error.code}: ${place}: ${error.message}\n`)
  }
}

function chosen(names: string | undefined, { tokens }: Runtime): readonly string[] {
  const given =
    names === 'all'
      ? tokens.providers
      : (names ?? '')
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean)
  if (given.length === 0) {
    throw new NetworkTokenError('usage', {
      message: `name a provider: --provider ${tokens.providers.join(' or ')}, or all`,
    })
  }
  const unknown = given.some((name) => !tokens.providers.includes(name))
  if (unknown) {
    throw new NetworkTokenError('provider_unknown', {
      message: `no provider of that name; there are ${tokens.providers.join(', ')}`,
    })
  }
  return [...new Set(given)]
}

async function* entriesOf({ file, luhn }: ProvisionOptions, terminal: Terminal): AsyncGenerator<CardEntry> {
  if (file !== undefined) {
    if (!existsSync(file))
      throw new NetworkTokenError('input_invalid', { message: 'the file named by --file does not exist' })
    yield* readCards(createReadStream(file), { luhn })
  } else if (terminal.interactive) {
    yield { place: 'the card', card: await promptCard({ luhn }) }
  } else {
    yield* readCards(terminal.stdin, { luhn })
  }
}

function exitCodeOf(rows: readonly ProvisionRow[]): number {
  const failed = rows.find(({ error }) => error)
  if (failed?.error) return failed.error.exitCode
  return rows.every(({ outcome }) => outcome?.status === 'active') ? exitCodes.ok : exitCodes.noToken
}

function toSeconds(text: string): number {
  if (/^[0-9]{1,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a number of seconds.')
}
