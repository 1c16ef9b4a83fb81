import type { Operation } from '@nt/provider-kit'
import { correlated } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import type { Deleted } from '../delete.ts'
import { plainJson, type Session } from '../session.ts'

/** A second delete answers 410 [D]: that is what was wanted. */
const operation: Operation = {
  name: 'instrumentIdentifiers.delete',
  method: 'DELETE',
  route: '/tms/v1/instrumentidentifiers/{id}',
  statuses: [204, 410],
  repeatable: true,
}

/** @throws NetworkTokenError `conflict` (409) while payment instruments are linked to it; they are named in `issues` */
export async function deleteInstrumentIdentifier(
  { send }: Session,
  id: string,
  call?: CybersourceCall,
): Promise<Deleted> {
  const answer = await send(operation, { parameters: { id }, accept: plainJson, call })
  return { alreadyGone: answer.status === 410, ...correlated(answer) }
}
