import type { Operation } from '@nt/provider-kit'
import { type Answered, answering } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { failed } from '../errors.ts'
import { plainJson, type Received, type Session } from '../session.ts'
import type { InstrumentIdentifier, InstrumentIdentifierHeaders } from './instrument-identifier.ts'
import { headersOf, instrumentIdentifierSchema } from './read-instrument-identifier.ts'

/** For one lookup. */
export interface GetInstrumentIdentifierCall extends CybersourceCall {
  /** Also tells what the first digits of the card tell: `_embedded.binLookup` [D]. */
  readonly retrieveBinDetails?: boolean | undefined
  /** Asks for the card number in full, in a sealed answer; the vault must permit it [D]. The number comes wrapped. */
  readonly unmasked?: boolean | undefined
}

export type SeenInstrumentIdentifier = Answered<InstrumentIdentifier & InstrumentIdentifierHeaders>

const plain: Operation = {
  name: 'instrumentIdentifiers.get',
  method: 'GET',
  route: '/tms/v1/instrumentidentifiers/{id}',
  statuses: [200],
}
const withBinDetails: Operation = { ...plain, route: `${plain.route}?retrieveBinDetails=true` }

/** @throws NetworkTokenError `token_gone` once deleted; `answer_mismatch` when the answer is about another one */
export async function getInstrumentIdentifier(
  { connection, send, readPlain, readSealed }: Session,
  id: string,
  { retrieveBinDetails, unmasked, ...call }: GetInstrumentIdentifierCall = {},
): Promise<Received<SeenInstrumentIdentifier>> {
  const answer = await send(retrieveBinDetails ? withBinDetails : plain, {
    parameters: { id },
    accept: unmasked ? 'application/jose' : plainJson,
    call,
  })
  const schema = answering(instrumentIdentifierSchema, answer)
  const read = unmasked ? await readSealed(answer, schema) : readPlain(answer, schema)
  if (read.id.toLowerCase() !== id.toLowerCase()) throw failed('answer_mismatch', answer, connection.provider)
  return { value: { ...read, ...headersOf(answer) }, answer }
}
