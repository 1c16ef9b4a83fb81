import { readFile } from 'node:fs/promises'
import { NetworkTokenError } from '@nt/core'
import { type Command, Option } from 'commander'
import type { Terminal } from './terminal.ts'

/** Where a command finds the password of a key file. */
export interface PasswordOptions {
  readonly passwordFile?: string
}

const refusal =
  'a password in an argument can be seen by other users of this machine and is kept by your shell; change it if it is in use, write it into a file that only you can read, and give --password-file FILE'

/**
 * `--password-file`; and the names under which people try to give the password itself, refused with what to do instead. The refusal does not
 * wait for the command: it comes before anything is read.
 */
export function withPasswordFile(command: Command): Command {
  command.option('--password-file <file>', 'a file that holds the password of the key file, alone or with a line end')
  for (const name of ['--password', '--passphrase', '--pass', '--p12-password']) {
    const refused = new Option(`${name} [value]`).hideHelp().argParser(() => refuse())
    // Without a value commander calls no parser.
    command.addOption(refused).on(`option:${refused.name()}`, refuse)
  }
  return command
}

function refuse(): never {
  throw new NetworkTokenError('usage', { message: refusal })
}

const longestPassword = 1024

/**
 * The password in the file named, without the line end that editors add.
 * @throws NetworkTokenError `key_invalid`
 */
export async function readPassword({ passwordFile }: PasswordOptions): Promise<string | undefined> {
  if (passwordFile === undefined) return undefined
  const text = await readFile(passwordFile, 'utf8').catch(() => {
    throw new NetworkTokenError('key_invalid', { message: 'the file named by --password-file cannot be read' })
  })
  const password = text.replace(/\r?\n$/, '')
  if (password.length <= longestPassword && !password.includes('\n')) return password
  throw new NetworkTokenError('key_invalid', {
    message: `the file named by --password-file holds more than one line, or more than ${longestPassword} characters: that is no password`,
  })
}

/**
 * Asks for the password at the terminal, without an echo; `undefined` when there is nobody to ask.
 * @throws NetworkTokenError `aborted` on Ctrl-C
 */
export async function promptPassword({ interactive }: Terminal): Promise<string | undefined> {
  if (!interactive) return undefined
  const { isCancel, password } = await import('@clack/prompts')
  const given = await password({ message: 'Password of the key file', output: process.stderr })
  if (isCancel(given)) throw new NetworkTokenError('aborted', { message: 'stopped at the prompt; nothing was read' })
  return given ?? ''
}
