import type { Operation } from '@nt/provider-kit'
import { type Answered, answering } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { failed } from '../errors.ts'
import { plainJson, type Received, type Session } from '../session.ts'
import type { InstrumentIdentifier, InstrumentIdentifierHeaders } from './instrument-identifier.ts'
import { headersOf, instrumentIdentifierSchema } from './read-instrument-identifier.ts'
import { type CreateInstrumentIdentifier, toInstrumentRequest } from './request.ts'

/** For one creation. */
export interface CreateInstrumentIdentifierCall extends CybersourceCall {
  /** Also tells what the first digits of the card tell: `_embedded.binLookup` [D]. */
  readonly retrieveBinDetails?: boolean | undefined
  /**
   * How an `enrollable token` leaves. The guide wants message-level encryption and `Content-Type: application/jose`, and says neither to which key nor
   * in what form [D][U]. `jose`, the default: the bare JWE that this content type stands for, sealed to Cybersource's certificate [I].
   * `encryptedRequest`: what the SDK does for this operation, as JSON [S].
   */
  readonly tokenFormat?: TokenFormat | undefined
}

export type TokenFormat = 'jose' | 'encryptedRequest'

/** A created identifier, or the one that was there. */
export type CreatedInstrumentIdentifier = Answered<
  InstrumentIdentifier &
    InstrumentIdentifierHeaders & {
      /** False when the number had its identifier before: the header `instrumentidentifier-created`, or else 201 against 200 [D][I]. */
      readonly created: boolean
    }
>

/** The same number always finds the same identifier [D]: a repeat is harmless. */
const create: Operation = {
  name: 'instrumentIdentifiers.create',
  method: 'POST',
  route: '/tms/v1/instrumentidentifiers',
  statuses: [200, 201],
  repeatable: true,
}

function operationFor(type: CreateInstrumentIdentifier['type'], retrieveBinDetails = false): Operation {
  return {
    ...create,
    ...(type === 'enrollable token' && { name: 'instrumentIdentifiers.createFromToken' }),
    ...(retrieveBinDetails && { route: `${create.route}?retrieveBinDetails=true` }),
  }
}

/**
 * Takes a number into the vault; as `enrollable card` also provisions its network token.
 * @throws NetworkTokenError `answer_mismatch` when the answer shows another card's last four digits
 */
export async function createInstrumentIdentifier(
  { connection, send, readPlain }: Session,
  request: CreateInstrumentIdentifier,
  { retrieveBinDetails, tokenFormat = 'jose', ...call }: CreateInstrumentIdentifierCall = {},
): Promise<Received<CreatedInstrumentIdentifier>> {
  const answer = await send(operationFor(request.type, retrieveBinDetails), {
    accept: plainJson,
    json: toInstrumentRequest(request),
    envelope: request.type === 'enrollable token' ? tokenFormat : 'encryptedRequest',
    call,
  })
  const read = readPlain(answer, answering(instrumentIdentifierSchema, answer))
  const shownLastFour = typeof read.card?.number === 'string' ? /[0-9]{4}$/.exec(read.card.number)?.[0] : undefined
  // For a wallet's token the answer shows the card behind it.
  const asked = request.type === 'enrollable token' ? undefined : request.card?.number
  if (asked && shownLastFour && shownLastFour !== asked.lastFour) {
    throw failed('answer_mismatch', answer, connection.provider)
  }
  const told = answer.headers.get('instrumentidentifier-created')?.trim().toLowerCase()
  const created = told === 'true' || (told !== 'false' && answer.status === 201)
  return { value: { ...read, ...headersOf(answer), created }, answer }
}
