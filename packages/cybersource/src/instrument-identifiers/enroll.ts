import type { Operation } from '@nt/provider-kit'
import { type AnswerFacts, correlated } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { toWireCard } from '../provision.ts'
import { plainJson, type Session } from '../session.ts'
import type { InstrumentBillTo, InstrumentCard } from './request.ts'

/** `POST /tms/v1/instrumentidentifiers/{id}/enrollment` [D][S]: the number is in the vault, only what provisioning needs besides is sent. */
export interface EnrollInstrumentIdentifier {
  readonly type: 'enrollable card'
  readonly card: InstrumentCard & { readonly expirationMonth: string; readonly expirationYear: string }
  readonly billTo?: InstrumentBillTo | undefined
}

/**
 * What came of it. `accepted` (202): provisioning goes on in the background; a webhook or a lookup tells its end. `already-enrolled` (204): an active
 * token was there [D].
 */
export interface Enrollment extends Pick<AnswerFacts, 'correlationId'> {
  readonly status: 'accepted' | 'already-enrolled'
}

/** A repeat finds what the first one began [I]: 204, or 202 once more. Some pages print GET; it is POST [D]. */
const operation: Operation = {
  name: 'instrumentIdentifiers.enroll',
  method: 'POST',
  route: '/tms/v1/instrumentidentifiers/{id}/enrollment',
  statuses: [202, 204],
  repeatable: true,
}

export async function enrollInstrumentIdentifier(
  { send }: Session,
  id: string,
  { card, ...rest }: EnrollInstrumentIdentifier,
  call?: CybersourceCall,
): Promise<Enrollment> {
  const json = { ...rest, card: toWireCard(card) }
  const answer = await send(operation, { parameters: { id }, accept: plainJson, json, call })
  return { status: answer.status === 202 ? 'accepted' : 'already-enrolled', ...correlated(answer) }
}
