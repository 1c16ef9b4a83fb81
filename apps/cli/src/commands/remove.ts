import type { RemovalReason } from '@nt/core'
import { type Command, Option } from 'commander'
import type { CommandContext } from '../terminal.ts'
import { formatRef, parseRef } from '../token-ref.ts'
import { type CommonOptions, noteSandbox, withCommonOptions, withRuntime, witness } from './options.ts'

interface RemoveOptions extends CommonOptions {
  readonly reason: RemovalReason
}

export function addRemove(program: Command, { terminal }: CommandContext): void {
  withCommonOptions(program.command('remove'))
    .description('delete a token at the provider, for good')
    .argument('<token>', 'provider:reference, as nt provision prints it')
    .addOption(
      new Option('--reason <reason>', 'why')
        .choices(['payment-method-removed', 'fraud'])
        .default('payment-method-removed'),
    )
    .action(async (text: string, options: RemoveOptions) => {
      const ref = parseRef(text)
      await withRuntime(terminal, async (runtime) => {
        noteSandbox(terminal, runtime, [ref.provider])
        await runtime.tokens.remove(ref, options.reason, witness(terminal, options).call)
        terminal.write(
          options.json
            ? `${JSON.stringify({ ref: formatRef(ref), removed: true })}\n`
            : `${formatRef(ref)} is removed\n`,
        )
      })
    })
}
