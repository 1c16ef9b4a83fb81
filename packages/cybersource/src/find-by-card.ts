import type { CallOptions, Card, NetworkToken } from '@nt/core'
import { shareDeadline } from '@nt/provider-kit'
import { fromInstrumentIdentifier } from './device-token.ts'
import { createInstrumentIdentifier } from './instrument-identifiers/create.ts'
import { getInstrumentIdentifier } from './instrument-identifiers/get.ts'
import type { Session } from './session.ts'

/**
 * The network token of a card, by way of the number's instrument identifier: the same number always has the same one, and it shows the network
 * token that it is mapped to [D]. Asking makes the identifier when there was none, so that the number is then in the vault; it never asks
 * for a network token. Whether a token shows here that `POST /tms/v2/tokenized-cards` made without an identifier is not documented [U].
 *
 * A second creation would not do instead: that it leads to the same token is only inferred [I].
 */
export async function findByCard(
  session: Session,
  { pan }: Card,
  call: CallOptions | undefined,
  here: () => { provider: string; at: Date },
): Promise<NetworkToken | undefined> {
  const next = shareDeadline(call)
  const identifier = await createInstrumentIdentifier(session, { card: { number: pan } }, next())
  if (identifier.value.created) return undefined
  const received = await getInstrumentIdentifier(session, identifier.value.id, next())
  const { tokenizedCard } = received.value
  if (!tokenizedCard) return undefined
  const found = fromInstrumentIdentifier(received, here())
  if (found.state === 'refused' || found.state === 'deleted') return undefined
  const { provider, id } = found.ref
  return { ...found, ref: { provider, id: tokenizedCard.id ?? id } }
}
