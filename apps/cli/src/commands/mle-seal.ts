import { requestMleCertificate, sealRequest } from '@nt/mle'
import type { Command } from 'commander'
import { readKeyFile } from '../key-file.ts'
import { toFailure } from '../mle-failure.ts'
import { type PasswordOptions, readPassword, withPasswordFile } from '../password.ts'
import { readInput } from '../read-input.ts'
import type { CommandContext, Terminal } from '../terminal.ts'

interface SealOptions extends PasswordOptions {
  readonly certificate: string
  readonly alias?: string
  readonly kid?: string
  readonly envelope?: boolean
  readonly json?: boolean
}

/** More than any request of Token Management has. */
const longestBody = 1024 * 1024

export function addMleSeal(group: Command, { terminal }: CommandContext): void {
  const command = group
    .command('seal')
    .description("seal a request body from standard input to Cybersource's certificate: a compact JWE")
    .requiredOption('--certificate <file>', 'the certificate: a PEM, or the P12 that it came in')
    .option('--alias <name>', 'the CN of the certificate; default: CyberSource_SJC_US')
    .option('--kid <id>', "the key id to write; default: the serialNumber attribute of the certificate's subject")
    .option('--envelope', 'print the body to send: {"encryptedRequest":"…"}')
    .option('--json', 'the same as --envelope, and errors as JSON')
  withPasswordFile(command)
    .addHelpText(
      'after',
      `
Sealed is what comes in, byte for byte, a line end included: printf '%s' '{"a":1}' | nt mle seal …
The JWE has the header of the official SDK: RSA-OAEP-256, A256GCM, cty JWT, kid, iat. To see it: nt mle seal … | nt mle inspect
Sign the bytes that you send, the envelope, and not the body inside it.`,
    )
    .action((options: SealOptions) => seal(options, terminal))
}

async function seal(options: SealOptions, terminal: Terminal): Promise<void> {
  const { alias, kid } = options
  const file = await readKeyFile(options.certificate, '--certificate', () => readPassword(options))
  try {
    const body = await readInput(terminal, longestBody)
    const jwe = await sealRequest(body, requestMleCertificate(file, { alias, kid }))
    const wrapped = options.envelope || options.json
    terminal.write(`${wrapped ? JSON.stringify({ encryptedRequest: jwe }) : jwe}\n`)
  } catch (error) {
    throw toFailure(error, '--certificate')
  }
}
