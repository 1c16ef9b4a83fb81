import type { CallOptions } from '@nt/core'

/** One operation of a provider's API, as a fact sheet. */
export interface Operation {
  /** Its name in errors, logs and metrics. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path under the base URL with `{parameters}`; the only form of the path that is ever shown. */
  readonly route: string
  /** Whether it changes something at the provider; decides what a lost answer means. Default: everything but GET. */
  readonly writes?: boolean
  /** Whether sending it twice does the same as once, or only wastes. Default: GET only. */
  readonly repeatable?: boolean
  /** The statuses that are answers; all others are failures. */
  readonly statuses: readonly number[]
  /** The longest one attempt may take, milliseconds. Default 10 s for reading, 30 s for writing (provisioning waits for the network). */
  readonly attemptMs?: number
}

/** What one call of an operation sends. */
export interface OperationInput {
  /** Values for the route's parameters, encoded here. They may be secret: the path is never shown. */
  readonly parameters?: Readonly<Record<string, string>>
  /** A full URL in place of base URL and route, for a link that was checked to stay on the origin. */
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly call?: CallOptions | undefined
}

/** A whole answer, read within the size cap. */
export interface Answer {
  readonly operation: Operation
  readonly status: number
  readonly headers: Pick<Headers, 'get'>
  readonly body: Uint8Array
  readonly correlationId?: string | undefined
}

export const writes = (operation: Operation): boolean => operation.writes ?? operation.method !== 'GET'
export const repeatable = (operation: Operation): boolean => operation.repeatable ?? operation.method === 'GET'
