import { formatExpiry } from '@nt/core'
import { correlationOf, type ProvisionRow, tokenOf } from './provision-row.ts'
import { layOutTable, type TableRow } from './table.ts'
import type { Terminal } from './terminal.ts'
import { formatRef } from './token-ref.ts'

const header = ['provider', 'card', 'outcome', 'state', 'token', 'expiry', 'cryptogram', 'calls', 'ms']

/** The table of `nt demo` and `nt provision`: a line of facts, and below it what one copies: references and ids. */
export const provisionTable = (rows: readonly ProvisionRow[], { colour, columns }: Terminal): string =>
  layOutTable(header, rows.map(toTableRow), { right: ['calls', 'ms'], colour, columns })

function toTableRow(row: ProvisionRow): TableRow {
  const { provider, cardLastFour, exchanges, milliseconds, error, outcome } = row
  const token = tokenOf(row)
  const correlation = correlationOf(row)
  const below = [
    token && formatRef(token.ref),
    token?.paymentAccountReference && `PAR ${token.paymentAccountReference}`,
    correlation && `correlation ${correlation}`,
    outcome?.status === 'refused' && outcome.refusal.providerCode && `provider's code ${outcome.refusal.providerCode}`,
    error && `${row.place}: ${error.message}`,
  ]
  return {
    cells: [
      provider,
      cardLastFour ? lastFour(cardLastFour) : '-',
      outcomeWord(row),
      token?.state ?? '-',
      token?.lastFour ? lastFour(token.lastFour) : '-',
      token?.expiry ? formatExpiry(token.expiry) : '-',
      proof(row),
      String(exchanges.length),
      String(Math.round(milliseconds)),
    ],
    below: below.filter((fact) => typeof fact === 'string'),
  }
}

function outcomeWord({ outcome, waited, error }: ProvisionRow): string {
  if (!outcome) return error ? error.code : '-'
  if (outcome.status === 'refused') return `refused: ${outcome.refusal.reason}`
  return waited ? `pending, then ${outcome.status}` : outcome.status
}

/** A cryptogram is never shown here, not even in part. */
function proof({ credential, error, outcome }: ProvisionRow): string {
  if (credential?.cryptogram) return `******** eci ${credential.eci ?? '-'}`
  if (credential?.dynamicSecurityCode) return 'dynamic code ****'
  return error && outcome ? error.code : '-'
}

const lastFour = (digits: string): string => `**** ${digits}`
