import { NetworkTokenError } from '@nt/core'
import { type KeyRing, MleError, type MlePrivateKey, open } from '@nt/mle'
import type { Command } from 'commander'
import { inOrder } from '../in-order.ts'
import { readKeyFile } from '../key-file.ts'
import { toFailure } from '../mle-failure.ts'
import { openingRing } from '../opening-key.ts'
import { type PasswordOptions, readPassword, withPasswordFile } from '../password.ts'
import { inputOf, readInput, stoppable } from '../read-input.ts'
import { harmless } from '../shown.ts'
import type { CommandContext, Terminal } from '../terminal.ts'
import { readTokenLines, type TokenLine } from '../token-lines.ts'
import { unwrapMessage } from '../unwrap-message.ts'

interface OpenOptions extends PasswordOptions {
  readonly key: string
  readonly kid?: string
  readonly lines?: boolean
  readonly json?: boolean
}

/** The longest token that is looked at; the same limit as `open` of @nt/mle. */
const longestToken = 65_536
/** Enough to keep the thread pool busy while lines are read and written. */
const atOnce = 64

export function addMleOpen(group: Command, { terminal, setExitCode }: CommandContext): void {
  const command = group
    .command('open')
    .description('open a compact JWE from standard input with your private key, and print what is inside, in clear')
    .requiredOption('--key <file>', 'your private key: a PEM, a JWK or a P12')
    .option(
      '--kid <id>',
      "the key id it goes by; default: the JWK's own, the certificate's, or the SHA-1 of the public key",
    )
    .option('--lines', 'one JWE a line; prints one JSON object a line, in the same order')
    .option('--json', 'print the one result as JSON')
  withPasswordFile(command)
    .addHelpText(
      'after',
      `
This command exists to show the plaintext: what it prints may be card data. It prints it nowhere else, and shows nothing of the key.

Opened are RSA-OAEP-256 and RSA-OAEP with A256GCM and A128GCM, up to ${longestToken} characters, under exactly the key id of the key.
A JWE without a key id is opened too, since there is only one key.

--lines   {"ok":true,"plaintext":"<base64url of the bytes>"} or {"ok":false,"code":"…"}, one for each line, empty ones too.
          A line end is LF, or CRLF throughout when the first line has it; any other white space is part of the token, and refused.
          Exit code 0 when all lines were read, whatever became of them.
Without   the plaintext as text, control characters escaped. Also takes {"encryptedResponse":"…"}. Exit code 65 when it does not open.`,
    )
    .action(async (options: OpenOptions) => {
      const ring = openingRing(await readKeyFile(options.key, '--key', () => readPassword(options)), options.kid)
      if (options.lines) setExitCode(await openLines(ring, terminal))
      else await openOne(ring, options, terminal)
    })
}

type Answer = { readonly ok: true; readonly plaintext: string } | { readonly ok: false; readonly code: string }

async function openLines(ring: KeyRing<MlePrivateKey>, terminal: Terminal): Promise<number> {
  let defects = 0
  const work = async (line: TokenLine): Promise<Answer> => {
    try {
      if (line === undefined) return { ok: false, code: 'token_too_large' }
      return { ok: true, plaintext: toBase64url(await open(line, ring, { maxBytes: longestToken })) }
    } catch (error) {
      if (MleError.isInstance(error)) return { ok: false, code: error.code }
      // A defect of ours in one line is told by the exit code, and costs the other lines nothing.
      defects++
      return { ok: false, code: 'internal' }
    }
  }
  const handOver = (answer: Answer) => {
    terminal.write(`${JSON.stringify(answer)}\n`)
    return terminal.drained?.()
  }
  await stoppable(terminal, () => inOrder(readTokenLines(inputOf(terminal), longestToken), atOnce, work, handOver))
  return defects > 0 ? new NetworkTokenError('internal').exitCode : 0
}

async function openOne(ring: KeyRing<MlePrivateKey>, { json }: OpenOptions, terminal: Terminal): Promise<void> {
  if (terminal.interactive) terminal.warn('paste the JWE, then press Enter and Ctrl-D\n')
  // Room for the envelope around a token of the longest kind.
  const { token } = unwrapMessage((await readInput(terminal, 2 * longestToken)).toString('latin1'))
  try {
    const plaintext = await open(token, ring, { maxBytes: longestToken })
    if (json)
      return terminal.write(`${JSON.stringify({ ok: true, plaintext: toBase64url(plaintext) } satisfies Answer)}\n`)
    const text = Buffer.from(plaintext).toString('utf8')
    terminal.write(`${harmless(text)}\n`)
  } catch (error) {
    throw MleError.isInstance(error) && error.code === 'key_unknown' ? notThisKey(ring) : toFailure(error)
  }
}

const notThisKey = ({ kids }: KeyRing<MlePrivateKey>): NetworkTokenError =>
  new NetworkTokenError('key_invalid', {
    message: `the JWE names another key id than the key goes by, which is ${harmless(kids.join())}: nt mle inspect shows the JWE's; if it is this key after all, give that id with --kid`,
  })

const toBase64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
