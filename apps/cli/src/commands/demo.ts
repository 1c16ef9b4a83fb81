import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compose, startSandbox } from '@nt/runtime'
import type { Command } from 'commander'
import { type ProvisionRow, provisionRow, rowToJson } from '../provision-row.ts'
import { provisionTable } from '../provision-table.ts'
import { readCards } from '../read-cards.ts'
import type { CommandContext, Terminal } from '../terminal.ts'
import { type CommonOptions, toPort, withCommonOptions } from './options.ts'

interface DemoOptions extends CommonOptions {
  readonly cybersourcePort: number
  readonly worldpayPort: number
}

const sampleCards = fileURLToPath(new URL('../sample-cards.ndjson', import.meta.url))

export function addDemo(program: Command, { terminal, setExitCode }: CommandContext): void {
  withCommonOptions(program.command('demo'))
    .description('provision sample cards at both providers, simulated on loopback ports with fresh keys')
    .option('--cybersource-port <port>', 'port of the simulated Cybersource; 0 takes a free one', toPort, 0)
    .option('--worldpay-port <port>', 'port of the simulated Worldpay; 0 takes a free one', toPort, 0)
    .action(async (options: DemoOptions) => setExitCode(await demo(options, terminal)))
}

async function demo(
  { json, verbose, cybersourcePort, worldpayPort }: DemoOptions,
  terminal: Terminal,
): Promise<number> {
  const sandbox = await startSandbox({ cybersourcePort, worldpayPort })
  const { tokens, close } = compose(sandbox)
  const rows: ProvisionRow[] = []
  try {
    if (!json) {
      terminal.write(
        'Two simulated providers, real HTTP, real signatures and encryption, keys made just now; nothing leaves this machine.\n' +
          `  cybersource  ${sandbox.cybersource.host}  JWT v2 (RS256), request MLE, Token Management MLE\n` +
          `  worldpay     ${sandbox.worldpay.host}  Basic, HAL\n\n`,
      )
    }
    for await (const entry of readCards(createReadStream(sampleCards), {})) {
      if ('error' in entry) throw entry.error
      for (const provider of tokens.providers) {
        const work = { wait: { firstPauseMs: 100 }, credentialFor: { initiator: 'customer' as const }, verbose }
        const row = await provisionRow(tokens, terminal, { provider, ...entry }, work)
        if (row.error?.code === 'aborted') throw row.error
        rows.push(row)
        if (json) terminal.write(`${JSON.stringify(rowToJson(row))}\n`)
      }
    }
  } finally {
    await Promise.all([close(), sandbox.close()])
  }
  if (!json) terminal.write(`${provisionTable(rows, terminal)}\n${whatNext}`)
  return rows.find(({ error }) => error)?.error?.exitCode ?? 0
}

const whatNext = `Try next:
  npm start -- provision --provider worldpay < examples/card.json   your own card, in the sandbox, which remembers it
  npm start -- credential worldpay:REFERENCE                        a one-time cryptogram for that token; also get, remove
  docs/configuration.md                                             the settings that point the same commands at a real host
`
