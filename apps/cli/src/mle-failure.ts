import { type ErrorCode, NetworkTokenError } from '@nt/core'
import { MleError, type MleErrorCode } from '@nt/mle'

/** What is wrong with a message is a matter of the input; everything else is a matter of keys and files. */
const ofTheInput: ReadonlySet<MleErrorCode> = new Set<MleErrorCode>([
  'token_malformed',
  'token_too_large',
  'header_not_allowed',
  'algorithm_not_allowed',
  'decryption_failed',
  'plaintext_invalid',
])

/** An `MleError` as one of ours, in one line; any other error as it is. `about` names the option or file it is about. */
export function toFailure(error: unknown, about?: string): unknown {
  if (!MleError.isInstance(error)) return error
  const code: ErrorCode = ofTheInput.has(error.code) ? 'input_invalid' : 'key_invalid'
  const said = error.message.replace(/\.$/, '')
  return new NetworkTokenError(code, { message: about ? `${about}: ${said}` : said })
}

/** Runs `work`, and tells its failures about `about`. */
export function failingAs<Result>(about: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw toFailure(error, about)
  }
}
