import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NetworkTokenError } from '@nt/core'
import {
  announce,
  findRunning,
  type ReadyLine,
  readConfig,
  sandboxCards,
  startSandbox,
  writeReadyFiles,
} from '@nt/runtime'
import type { Command } from 'commander'
import { layOutTable } from '../table.ts'
import type { CommandContext, Terminal } from '../terminal.ts'
import { toPort } from './options.ts'

interface SandboxCommandOptions {
  readonly json?: boolean
  readonly fresh?: boolean
  readonly seed?: string
  readonly cybersourcePort: number
  readonly worldpayPort: number
  readonly controlPort: number
}

export function addSandbox(program: Command, { terminal }: CommandContext): void {
  const sandbox = program
    .command('sandbox')
    .description('simulated Cybersource and Worldpay on this machine, until Ctrl-C')
    .option('--json', 'print one ready line: every URL, credential and key path that a client needs')
    .option('--fresh', 'with new keys and no memory, gone at the end')
    .option('--seed <text>', 'for faults: the same seed and the same requests give the same faults')
    .option('--cybersource-port <port>', 'port of the simulated Cybersource; 0 takes a free one', toPort, 0)
    .option('--worldpay-port <port>', 'port of the simulated Worldpay; 0 takes a free one', toPort, 0)
    .option('--control-port <port>', 'port of the control door; 0 takes a free one', toPort, 0)
    .action((options: SandboxCommandOptions) => serve(options, terminal))

  const clock = sandbox.command('clock').description('the clock of the running sandbox')
  clock
    .command('advance')
    .description('skip ahead: tokens and keys expire, pauses end')
    .argument('<span>', 'such as 90d, 2h, 15m')
    .action(async (by: string) => {
      const { now } = (await ask(terminal, 'POST', '/clock/advance', { by })) as { now: string }
      terminal.write(`it is now ${now}\n`)
    })
  sandbox
    .command('cards')
    .description('the card numbers that make a simulated host do something')
    .option('--json', 'print one JSON object a line')
    .action((_: unknown, command: Command) => showCards(terminal, command.optsWithGlobals()))
  sandbox
    .command('journal')
    .description('what was asked of the running sandbox, and what it answered')
    .option('--json', 'print one JSON object a line')
    .action(async (_: unknown, command: Command) => showJournal(terminal, command.optsWithGlobals()))
  sandbox
    .command('chaos')
    .description('faults of the running sandbox, as JSON rules on standard input; an empty array ends them')
    .addHelpText(
      'after',
      '\nExample: echo \'[{"fault":"reset-after","path":"/tokens/network","probability":0.05}]\' | nt sandbox chaos',
    )
    .action(async () => {
      const rules = (await ask(terminal, 'PUT', '/chaos', await readJson(terminal))) as unknown[]
      terminal.write(rules.length === 0 ? 'no faults\n' : `${rules.map((rule) => JSON.stringify(rule)).join('\n')}\n`)
    })
  for (const command of [...sandbox.commands, ...clock.commands]) {
    command.exitOverride().configureOutput({ writeOut: terminal.write, writeErr: () => undefined })
  }
}

async function serve(options: SandboxCommandOptions, terminal: Terminal): Promise<void> {
  const { json, fresh, seed, cybersourcePort, worldpayPort, controlPort } = options
  const kept = readConfig(terminal.environment).sandboxFolder
  if (!fresh && (await findRunning(kept))) {
    throw new NetworkTokenError('address_in_use', { message: 'a sandbox runs on this folder already' })
  }
  const folder = fresh ? mkdtempSync(join(tmpdir(), 'nt-sandbox-')) : kept
  const sandbox = await startSandbox({ folder, cybersourcePort, worldpayPort, controlPort, seed })
  const ready = writeReadyFiles(folder, sandbox)
  const announced = announce(folder, ready)
  terminal.write(json ? `${JSON.stringify(ready)}\n` : inWords(ready))
  await new Promise<void>((resolve) => {
    if (terminal.signal.aborted) return resolve()
    terminal.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  announced.withdraw()
  await sandbox.close()
  if (fresh) rmSync(folder, { recursive: true, force: true })
}

const inWords = ({
  cybersource,
  worldpay,
  control,
}: ReadyLine): string => `The sandbox is ready. Nothing leaves this machine.

cybersource  ${cybersource.url}
             merchant ${cybersource.merchantId}, key file ${cybersource.p12Path} (password ${cybersource.p12Password})
             Token Management key ${cybersource.tmsMleKeyPath}
worldpay     ${worldpay.url}
             user ${worldpay.username}, password ${worldpay.password}, entity ${worldpay.entity}
control      ${control.url}

Other nt commands use it while it runs. Try: nt sandbox journal, nt sandbox clock advance 90d. Ctrl-C ends it.
`

function showCards(terminal: Terminal, { json }: { json?: boolean }): void {
  if (json) for (const card of sandboxCards) terminal.write(`${JSON.stringify(card)}\n`)
  else {
    const rows = sandboxCards.map(({ provider, number, source, meaning }) => ({
      cells: [provider, number, source, meaning],
    }))
    terminal.write(layOutTable(['provider', 'number', 'what it is', 'what happens'], rows, terminal))
  }
}

async function showJournal(terminal: Terminal, { json }: { json?: boolean }): Promise<void> {
  const entries = (await ask(terminal, 'GET', '/journal')) as Record<string, unknown>[]
  for (const entry of entries) {
    const { number, at, host, method, path, status, detail } = entry
    terminal.write(
      json
        ? `${JSON.stringify(entry)}\n`
        : `${[number, at, host, method, path, status, detail].filter((word) => word !== undefined).join('  ')}\n`,
    )
  }
}

/** Asks the control door of the sandbox that runs on the configured folder. */
async function ask(terminal: Terminal, method: string, path: string, body?: unknown): Promise<unknown> {
  const running = await findRunning(readConfig(terminal.environment).sandboxFolder)
  if (!running)
    throw new NetworkTokenError('provider_unavailable', { message: 'no sandbox runs here; start one with nt sandbox' })
  const answer = await fetch(`${running.control}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const said = (await answer.json()) as { error?: { issues?: { path: string; problem: string }[] } }
  if (answer.ok) return said
  throw new NetworkTokenError('input_invalid', { issues: said.error?.issues })
}

async function readJson(terminal: Terminal): Promise<unknown> {
  let text = ''
  for await (const chunk of terminal.stdin) text += String(chunk)
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new NetworkTokenError('input_invalid', { message: 'the rules are not JSON' })
  }
}
