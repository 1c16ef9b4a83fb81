import { accessDenied, refuse } from './answers.ts'

/** What Worldpay has switched on for the account. */
export interface Account {
  /** Without network tokens a creation is denied with 401 or with 403 [S]; a deletion has an error of its own either way. */
  readonly networkTokens: 'enabled' | 'denied-401' | 'denied-403'
  readonly tokenization: 'enabled' | 'not-enabled'
}

/** What an operation needs to be switched on. */
export type Need = keyof Account

/** The refusal of an account that lacks what an operation needs. For lookups and cryptograms it is as for creations [I]. */
export function accountProblem(account: Account, need: Need, method: string): Response | undefined {
  if (need === 'tokenization') return account.tokenization === 'enabled' ? undefined : tokenizationNotEnabled()
  if (account.networkTokens === 'enabled') return undefined
  if (method === 'DELETE') return nptConfigurationError()
  return denied(account.networkTokens === 'denied-401' ? 401 : 403)
}

export const denied = (status: 401 | 403): Response => refuse(status, 'accessDenied', accessDenied)

export const nptConfigurationError = (): Response =>
  refuse(403, 'nptConfigurationError', 'Account not configured to use NPT')

/** A matter of configuration in spite of its status [S]. */
export const tokenizationNotEnabled = (): Response => refuse(500, 'tokenizationNotEnabled', 'Tokenization not enabled')
