import type { Command } from 'commander'
import { readKeyFile } from '../key-file.ts'
import { takeInventory } from '../key-inventory.ts'
import { inventoryText } from '../key-inventory-text.ts'
import { type PasswordOptions, promptPassword, readPassword, withPasswordFile } from '../password.ts'
import type { CommandContext, Terminal } from '../terminal.ts'
import { addGroup } from './mle.ts'

interface InspectOptions extends PasswordOptions {
  readonly json?: boolean
}

export function addKeys(program: Command, { terminal }: CommandContext): void {
  const group = addGroup(program, 'keys', 'key files: what they hold and what they are good for')
  const command = group
    .command('inspect')
    .description(
      'list what a P12, PEM or JWK holds: purpose, key id, dates, size, fingerprint; and what is missing for which use',
    )
    .argument('<file>', 'the key file')
    .option('--json', 'print JSON for machines')
  withPasswordFile(command)
    .addHelpText(
      'after',
      `
A P12 asks for its password at the terminal, or takes it from --password-file; never from an argument.
The kid is the serialNumber attribute of the certificate's subject. It is not the serial number of the certificate, which other tools show.
Shown is public: names, dates, fingerprints, ids. Nothing of a private key is.`,
    )
    .action((path: string, options: InspectOptions) => inspect(path, options, terminal))
}

async function inspect(path: string, options: InspectOptions, terminal: Terminal): Promise<void> {
  const askPassword = async () => (await readPassword(options)) ?? (await promptPassword(terminal))
  const inventory = takeInventory(await readKeyFile(path, 'FILE', askPassword), new Date())
  terminal.write(options.json ? `${JSON.stringify(inventory)}\n` : inventoryText(inventory))
}
