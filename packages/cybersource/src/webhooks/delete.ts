import type { Operation } from '@nt/provider-kit'
import { correlated } from '../answered.ts'
import type { CybersourceCall } from '../call.ts'
import type { Deleted } from '../delete.ts'
import { plainJson, type Session } from '../session.ts'
import { webhookRoute } from './subscription.ts'

/** 200 in the guide, 204 in the SDK's table [D][S]. What a second one gets is not documented; 410 is taken for gone [I], a 404 proves nothing. */
const operation: Operation = {
  name: 'webhooks.delete',
  method: 'DELETE',
  route: `${webhookRoute}/{webhookId}`,
  statuses: [200, 204, 410],
  repeatable: true,
}

export async function deleteWebhook({ send }: Session, webhookId: string, call?: CybersourceCall): Promise<Deleted> {
  const answer = await send(operation, { parameters: { webhookId }, accept: plainJson, call })
  return { alreadyGone: answer.status === 410, ...correlated(answer) }
}
