import { NetworkTokenError } from '@nt/core'
import { Command, CommanderError } from 'commander'
import { addCredential } from './commands/credential.ts'
import { addDemo } from './commands/demo.ts'
import { addGet } from './commands/get.ts'
import { addKeys } from './commands/keys.ts'
import { addMle } from './commands/mle.ts'
import { addProvision } from './commands/provision.ts'
import { addRemove } from './commands/remove.ts'
import { addSandbox } from './commands/sandbox.ts'
import { exitCodes } from './exit-codes.ts'
import { refuseSecretsInArguments } from './refuse-secrets-in-arguments.ts'
import type { Terminal } from './terminal.ts'

/** What `nt` without arguments does. */
const defaultCommand = 'demo'

/** Runs one command line; the number is the exit code. Never throws, never prints a stack trace. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = exitCodes.ok
  try {
    refuseSecretsInArguments(argv)
    const program = createProgram(terminal, (code) => {
      exitCode = code
    })
    await program.parseAsync(argv.length === 0 ? [defaultCommand] : [...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok
    const known = toKnown(error)
    terminal.warn(
      argv.includes('--json') ? `${JSON.stringify({ error: known })}\n` : `nt: ${known.code}: ${known.message}\n`,
    )
    return known.exitCode
  }
}

function createProgram(terminal: Terminal, setExitCode: (code: number) => void): Command {
  const program = new Command('nt')
    .description('Network tokens from the command line: Cybersource TMS and Access Worldpay.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.write, writeErr: () => undefined })
    .addHelpText(
      'after',
      `
Examples:
  nt demo                                          sample cards at both providers, in the built-in sandbox
  nt provision --provider worldpay < card.json     your own card (JSON, or one JSON object a line)
  nt provision --provider cybersource              asks for the card
  nt get worldpay:1c9f…                            what the provider says of a token
  nt credential worldpay:1c9f…                     a one-time cryptogram for one payment
  nt remove worldpay:1c9f…                         deletes the token at the provider
  nt sandbox                                       both simulated hosts on ports, for your own tests
  nt mle inspect < message.txt                     explains a JWE or a JWT; needs no key
  nt mle open --key tms-mle.pem < answer.jwe       opens an answer with your key; nt mle seal makes a request
  nt keys inspect merchant.p12                     what a key file holds, and what it lacks

Without configuration every provider is played by the built-in sandbox: no account, and nothing leaves this machine.
docs/configuration.md names the settings for the real hosts.`,
    )
  const context = { terminal, setExitCode }
  addDemo(program, context)
  addProvision(program, context)
  addGet(program, context)
  addCredential(program, context)
  addRemove(program, context)
  addSandbox(program, context)
  addMle(program, context)
  addKeys(program, context)
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeOut: terminal.write, writeErr: () => undefined })
  return program
}

/** Any error as ours. A foreign one is a defect: its message could hold anything, so it is not shown. */
function toKnown(error: unknown): NetworkTokenError {
  if (NetworkTokenError.isInstance(error)) return error
  if (error instanceof CommanderError) {
    // Commander's messages begin with "error: " and name the option or argument; card numbers among them were refused before. What was
    // given to an option it does not know may be a password, and is cut off.
    const message = error.message.replace(/^error: /, '').replace(/(unknown option '-[^=']*)=.*?'(?=\n|$)/s, "$1'")
    return new NetworkTokenError('usage', { message: message.replaceAll('\n', ' ').replace(/\.+$/, '') })
  }
  return new NetworkTokenError('internal', {
    message: `a defect in nt (${error instanceof Error ? error.name : typeof error})`,
  })
}
