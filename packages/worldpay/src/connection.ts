import type { CallOptions, Clock } from '@nt/core'
import { type Answer, createCaller, type Operation, readJson, type Schema, through } from '@nt/provider-kit'
import { basic } from './auth/basic.ts'
import { explain } from './errors.ts'
import type { ReadSettings } from './settings.ts'

/**
 * Names the version of the Tokens API [documented]. Goes out as `Accept` always, and as `Content-Type` with a body; the two must be equal.
 * Worldpay's changelog spells it without `hal`; every other page has it.
 */
export const tokensMediaType = 'application/vnd.worldpay.tokens-v3.hal+json'

/** What one call sends. */
export interface Sending {
  readonly parameters?: Readonly<Record<string, string>>
  /** A link that was checked, in place of the operation's own route. */
  readonly url?: string | undefined
  /** Exactly the documented fields: the host rejects every other. An update of one field is a bare JSON value. */
  readonly body?: unknown
  readonly call?: CallOptions | undefined
}

/** One account at one host; every operation goes through it. */
export interface Connection {
  readonly id: string
  readonly baseUrl: string
  readonly entity: string
  readonly clock: Clock
  send(operation: Operation, sending: Sending): Promise<Answer>
  read<Value>(answer: Answer, schema: Schema<Value>): Value
}

export function createConnection({ id, baseUrl, entity, clock, fetch, basicAuth, retries }: ReadSettings): Connection {
  const call = createCaller({
    provider: id,
    baseUrl,
    fetch: through(basicAuth ? [basic(basicAuth.username, basicAuth.password)] : [], fetch),
    correlationHeader: 'wp-correlationid',
    explain,
    retries,
  })
  return {
    id,
    baseUrl,
    entity,
    clock,
    send: (operation, { body, url, ...sending }) =>
      call(operation, {
        ...sending,
        ...(url !== undefined && { url }),
        ...(body === undefined
          ? { headers: { accept: tokensMediaType } }
          : { headers: { accept: tokensMediaType, 'content-type': tokensMediaType }, body: JSON.stringify(body) }),
      }),
    read: (answer, schema) => readJson(answer, id, [tokensMediaType], schema),
  }
}
