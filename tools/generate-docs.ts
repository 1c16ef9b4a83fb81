import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorTable, refusalTable } from '@nt/core'
import { sandboxCards } from '@nt/runtime'

/** The pages that are made from tables in the code. A test says when one is stale; `pnpm run docs` writes them. */
export const generatedPages: Record<string, () => string> = {
  'docs/errors.md': errorsPage,
  'docs/sandbox-cards.md': sandboxCardsPage,
}

function errorsPage(): string {
  const effect = { never: 'no', always: 'yes', 'if-writing': 'if the call changes something' }
  const errors = Object.entries(errorTable).map(
    ([code, row]) =>
      `| \`${code}\` | ${row.summary} | ${row.exitCode} | ${row.httpStatus} | ${row.retryable ? 'yes' : 'no'} | ${effect[row.effect]} | ${row.action} |`,
  )
  const refusals = Object.entries(refusalTable).map(
    ([reason, row]) => `| \`${reason}\` | ${row.meaning} | ${row.saidBy} | ${row.retry} | ${row.action} |`,
  )
  return `# Errors and refusals

Made from the tables in \`packages/core/src/error-table.ts\` and \`refusal.ts\` by \`pnpm run docs\`; change them there.

## Errors

Every failure is a \`NetworkTokenError\` with one of these codes. The exit code is that of \`nt\`; the HTTP status is for a gateway in front.
"Retry" says whether the same call may be made again, unchanged, with hope. "May have taken effect" is on the error as \`mayHaveTakenEffect\`.

| code | what happened | exit code | HTTP | retry | may have taken effect | what to do |
|---|---|---|---|---|---|---|
${errors.join('\n')}

\`nt\` also exits with 0 when every card has its token, and with 3 when nothing went wrong but some card was refused or is still pending.

## Refusals

A card that does not become a token is an answer, not an error. The provider's own code is always kept beside the reason.

| reason | meaning | said by | try again | what to do |
|---|---|---|---|---|
${refusals.join('\n')}

The names are Cybersource's seven provisioning reasons (documented). Worldpay's provider errors are mapped onto them (inferred: Worldpay documents
two samples, not a list). Whether trying again can help is our judgement; no provider documents it.
`
}

function sandboxCardsPage(): string {
  const rows = sandboxCards.map(
    ({ provider, number, source, meaning, confidence }) =>
      `| ${provider} | \`${number}\` | ${source} | ${meaning} | ${confidence} |`,
  )
  return `# Cards that make the sandbox do something

Made from the simulators' tables by \`pnpm run docs\`; \`nt sandbox cards\` prints the same. Every number passes the Luhn check unless a
provider's guide prints it otherwise. Any other number that passes it gets its token at once.

| provider | number | what it is | what happens | whose rule |
|---|---|---|---|---|
${rows.join('\n')}

Any expiry in the future and any security code will do. Cybersource's guide prints some digits as X; the samples above fill them in. Worldpay
documents no test cards for network tokens: its rows are the sandbox's own choice among Worldpay's general test numbers.
`
}

if (import.meta.main) {
  for (const [path, page] of Object.entries(generatedPages))
    writeFileSync(join(import.meta.dirname, '..', path), page())
}
