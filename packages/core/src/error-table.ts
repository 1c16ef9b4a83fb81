/** One row of the error table. */
export interface ErrorRow {
  /** What happened, in one sentence without a full stop; a throw may say it more exactly. */
  readonly summary: string
  /** The status the gateway answers with. */
  readonly httpStatus: number
  /** The exit code of `nt`. */
  readonly exitCode: number
  /** Whether the same call may be made again, unchanged, with hope. */
  readonly retryable: boolean
  /** Whether the provider may have acted: never, always, or only when the call was one that changes something there. */
  readonly effect: 'never' | 'always' | 'if-writing'
  /** What a person does next. */
  readonly action: string
}

/**
 * Every way a call can fail. The gateway's statuses, the exit codes of `nt`, retries, and `docs/errors.md` are read from here and nowhere else.
 * A refused card is not among them: a refusal is an answer (see `refusal.ts`).
 */
export const errorTable = {
  usage: row('the command was not understood', 400, 64, 'never', 'Run the command with --help and correct it.'),
  input_invalid: row('the input cannot be read', 400, 65, 'never', 'Correct the input; nothing of it was sent.'),
  card_invalid: row('the card details are not valid', 422, 65, 'never', 'Correct the fields named; nothing was sent.'),
  card_expired: row('the card has expired', 422, 65, 'never', 'Ask the customer for the new card; nothing was sent.'),
  configuration_invalid: row(
    'the configuration is not usable',
    500,
    78,
    'never',
    'Correct the setting named and start again.',
  ),
  key_invalid: row(
    'a key or certificate is not usable',
    500,
    78,
    'never',
    'Correct the file or the password named; `nt keys inspect FILE` says what a key file holds and lacks.',
  ),
  provider_unknown: row('no such provider', 404, 64, 'never', 'Name one of the configured providers.'),
  operation_unsupported: row(
    'the provider has no such operation',
    422,
    69,
    'never',
    'Use another way; the documentation of the provider package says which.',
  ),
  address_in_use: row(
    'the port is taken',
    500,
    69,
    'never',
    'Stop what listens there, name another port, or use port 0 for any free one.',
  ),
  authentication_failed: row(
    'the provider did not accept the credentials',
    502,
    77,
    'never',
    'Check the credentials, the account they belong to, and the clock; a retry with the same ones fails again.',
  ),
  permission_denied: row(
    'the account may not do this',
    502,
    77,
    'never',
    'Ask the provider to enable network tokens for the account, or use a permitted profile.',
  ),
  request_rejected: row(
    'the provider rejected the request as invalid',
    502,
    65,
    'never',
    'Correct the fields named; the same request fails again.',
  ),
  token_not_found: row(
    'the provider knows no such token',
    404,
    66,
    'never',
    'Check the reference and the provider it belongs to.',
  ),
  token_gone: row('the token was deleted', 410, 66, 'never', 'Provision the card again if it is still on file.'),
  token_not_active: row(
    'the token cannot be used in its state',
    409,
    69,
    'never',
    'Look the token up: a suspended one may come back, and until then the card itself may be paid with.',
  ),
  token_held: row(
    'the token is held here',
    409,
    69,
    'never',
    'Release the hold first, or pay another way. The hold is local: the provider was not asked and its token is as it was.',
  ),
  conflict: row('the provider reports a conflict', 409, 69, 'never', 'Read the current state, then decide.'),
  rate_limited: row(
    'the provider limits the rate',
    429,
    75,
    'never',
    'Wait as long as it says, then send again.',
    true,
  ),
  provider_unavailable: row(
    'the provider cannot be reached or is out of order',
    503,
    75,
    'never',
    'Send again later; nothing was changed.',
    true,
  ),
  timeout: row('the provider did not answer in time', 504, 75, 'never', 'Send again; reading changes nothing.', true),
  outcome_unknown: row(
    'the provider may have acted, but its answer was lost',
    504,
    75,
    'always',
    "Do not send again blindly: look the token up first, or let the provider's support find the correlation id.",
  ),
  answer_unreadable: row(
    "the provider's answer cannot be read",
    502,
    76,
    'if-writing',
    'If the call was one that changes something, look the token up before sending it again. Report the correlation id.',
  ),
  answer_mismatch: row(
    'the provider answered for something else',
    502,
    76,
    'if-writing',
    'Nothing was kept. Report the correlation id to the provider at once.',
  ),
  link_refused: row(
    "the provider's answer links to another origin",
    502,
    76,
    'if-writing',
    'Nothing was sent there. Check the configured host; report the correlation id.',
  ),
  webhook_refused: row(
    'the webhook is not authentic',
    401,
    77,
    'never',
    "Answer it with 401; nothing of it was read. If it is genuine, compare the key id, the key and the clock with the provider's.",
  ),
  aborted: row(
    'the call was stopped by the caller',
    499,
    130,
    'if-writing',
    'Before repeating a call that changes something, look the token up.',
  ),
  internal: row(
    'a defect in this software',
    500,
    70,
    'if-writing',
    'Report it with the error code, the operation and the correlation id.',
  ),
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof errorTable

function row(
  summary: string,
  httpStatus: number,
  exitCode: number,
  effect: ErrorRow['effect'],
  action: string,
  retryable = false,
): ErrorRow {
  return { summary, httpStatus, exitCode, retryable, effect, action }
}
