import { NetworkTokenError } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import { answering } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { failed } from '../errors.ts'
import { plainJson, type Received, type Session } from '../session.ts'
import type { SeenInstrumentIdentifier } from './get.ts'
import { headersOf, instrumentIdentifierSchema } from './read-instrument-identifier.ts'
import type { InstrumentDetails } from './request.ts'

/**
 * A JSON merge patch: what is absent stays, null removes [D]. The number itself cannot be changed
 * (`unsupportedPaymentMethodModification`) [D].
 */
export type UpdateInstrumentIdentifier = Patch<InstrumentDetails>

type Patch<Value> = Value extends object
  ? { readonly [Name in keyof Value]?: Patch<Exclude<Value[Name], undefined>> | null | undefined }
  : Value

/** For one update. */
export interface UpdateInstrumentIdentifierCall extends CybersourceCall {
  /** The `etag` of the answer that was read before: somebody else's change in between is then a `conflict` (412) [D]. */
  readonly ifMatch?: string | undefined
  readonly retrieveBinDetails?: boolean | undefined
}

/** Not repeatable in general: with `ifMatch` a repeat of what was done would be a conflict. */
const plain: Operation = {
  name: 'instrumentIdentifiers.update',
  method: 'PATCH',
  route: '/tms/v1/instrumentidentifiers/{id}',
  statuses: [200],
}
const withBinDetails: Operation = { ...plain, route: `${plain.route}?retrieveBinDetails=true` }

/** @throws NetworkTokenError `conflict` when `ifMatch` is not of the newest state */
export async function updateInstrumentIdentifier(
  { connection, send, readPlain }: Session,
  id: string,
  changes: UpdateInstrumentIdentifier,
  { ifMatch, retrieveBinDetails, ...call }: UpdateInstrumentIdentifierCall = {},
): Promise<Received<SeenInstrumentIdentifier>> {
  if (ifMatch !== undefined && !/^[\x20-\x7e]{1,256}$/.test(ifMatch)) {
    throw new NetworkTokenError('input_invalid', { issues: [{ path: 'ifMatch', problem: 'must be an ETag' }] })
  }
  const answer = await send(retrieveBinDetails ? withBinDetails : plain, {
    parameters: { id },
    accept: plainJson,
    json: changes,
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
    call,
  })
  const read = readPlain(answer, answering(instrumentIdentifierSchema, answer))
  if (read.id.toLowerCase() !== id.toLowerCase()) throw failed('answer_mismatch', answer, connection.provider)
  return { value: { ...read, ...headersOf(answer) }, answer }
}
