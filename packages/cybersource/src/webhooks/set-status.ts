import type { Operation } from '@nt/provider-kit'
import { type AnswerFacts, correlated } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import { plainJson, type Session } from '../session.ts'
import type { OneOf } from '../tokenized-card.ts'
import { webhookRoute } from './subscription.ts'

const operation: Operation = {
  name: 'webhooks.setStatus',
  method: 'PUT',
  route: `${webhookRoute}/{webhookId}/status`,
  statuses: [200, 204],
  repeatable: true,
}

/** Switches deliveries on or off [D]. */
export async function setWebhookStatus(
  { send }: Session,
  webhookId: string,
  status: OneOf<'ACTIVE' | 'INACTIVE'>,
  call?: CybersourceCall,
): Promise<Pick<AnswerFacts, 'correlationId'>> {
  const answer = await send(operation, {
    parameters: { webhookId },
    accept: plainJson,
    envelope: 'clear',
    json: { status },
    call,
  })
  return correlated(answer)
}
