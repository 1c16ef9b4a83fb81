import type { SignedRequest } from '../verify.ts'

/** What a line of the signing string may hold in place of what the request says. */
export interface Lines {
  readonly names: readonly string[]
  readonly request: SignedRequest
  readonly host: string
  /** The transacting merchant, or the portfolio whose key it is. [S §2a] */
  readonly merchantId: string
  readonly target?: string
}

/** One `name: value` line for each signed header, in the order in which they were signed, without a newline at the end. [S/X §2a] */
export const toSigningString = ({ names, request, host, merchantId, target }: Lines): string =>
  names
    .map((name) => {
      if (/^\(?request-target\)?$/.test(name))
        return `${name}: ${target ?? `${request.method.toLowerCase()} ${request.target}`}`
      if (name === 'host') return `host: ${host}`
      if (name === 'v-c-merchant-id') return `v-c-merchant-id: ${merchantId}`
      return `${name}: ${request.headers.get(name) ?? ''}`
    })
    .join('\n')
