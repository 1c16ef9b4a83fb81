import { type CallOptions, type CardNetwork, cardNetworkOf, Secret, type TokenNumber } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import { z } from 'zod'
import type { Connection } from './connection.ts'
import { followLink } from './links.ts'

/** Repeatable and without effect: a cryptogram whose answer was lost is never used, and the next call makes another [inferred]. */
const operation: Operation = {
  name: 'cryptograms.create',
  method: 'POST',
  route: '/tokens/network/cryptograms',
  statuses: [200],
  writes: false,
  repeatable: true,
  attemptMs: 30_000,
}

const wire = z.looseObject({
  cryptogramDetails: z.looseObject({
    cryptogram: z.string().min(1),
    // Two digits, as Worldpay's payment APIs take it [OpenAPI]; anything else is not passed on.
    eci: z
      .string()
      .regex(/^[0-9]{1,2}$/)
      .nullish()
      .catch(undefined),
  }),
})

/** Proof for one payment that a customer makes. Ask for it right before the payment; never store it, never send it with a merchant's payment. */
export interface Cryptogram {
  /** Base64 [OpenAPI]. For one payment [documented in the Payments API]; how long it lives is not published. */
  readonly cryptogram: Secret
  /** Electronic commerce indicator, `07` in the sample [OpenAPI]. */
  readonly eci?: string | undefined
  /** The whole answer with the fields that are not known here. Hidden: it holds the cryptogram. */
  readonly raw: Secret<Readonly<Record<string, unknown>>>
  /** `WP-CorrelationId`: quote it to Worldpay's support [documented]. */
  readonly correlationId?: string | undefined
}

/** For one call of `cryptograms.create`. */
export interface CryptogramOptions extends CallOptions {
  /** The `cryptogramLink` of a lookup; `link_refused` when it leads elsewhere. Default: the documented path. */
  readonly link?: string | undefined
}

export async function createCryptogram(
  connection: Connection,
  tokenNumber: TokenNumber,
  { link, ...call }: CryptogramOptions = {},
): Promise<Cryptogram> {
  const url =
    link === undefined
      ? undefined
      : followLink(connection.baseUrl, link, { provider: connection.id, operation: operation.name })
  // Exactly this one field [OpenAPI]; a recipe on the web that sends a tokenReference is wrong.
  const answer = await connection.send(operation, { url, body: { tokenNumber: tokenNumber.reveal() }, call })
  return fromCredential(connection.read(answer, wire), answer.correlationId)
}

/** The network of a token number: its first digits are the network's, like a card's. */
export const networkOf = (tokenNumber: TokenNumber): CardNetwork => cardNetworkOf(tokenNumber.reveal())

function fromCredential(answer: z.infer<typeof wire>, correlationId: string | undefined): Cryptogram {
  const { cryptogram, eci } = answer.cryptogramDetails
  return {
    cryptogram: new Secret(cryptogram, 'cryptogram'),
    ...(eci && { eci }),
    raw: new Secret(answer, 'answer'),
    ...(correlationId && { correlationId }),
  }
}
