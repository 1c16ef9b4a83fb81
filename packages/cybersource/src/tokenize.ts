import type { Secret } from '@nt/core'
import type { Operation } from '@nt/provider-kit'
import { answering } from './answered.ts'
import type { CybersourceCall } from './call.ts'
import { type CreateInstrumentIdentifier, toInstrumentRequest } from './instrument-identifiers/request.ts'
import { toProvisionRequest } from './provision.ts'
import { plainJson, type Session } from './session.ts'
import { type Tokenized, tokenizeSchema, toTokenized } from './tokenize-result.ts'
import type { OneOf } from './tokenized-card.ts'
import type { CreateTokenizedCard } from './tokenized-card-request.ts'

/** What can be made in one request [D]. */
export type TokenType = OneOf<
  'customer' | 'paymentInstrument' | 'instrumentIdentifier' | 'shippingAddress' | 'tokenizedCard'
>

/** `POST /tms/v2/tokenize` [D][S]. */
export interface Tokenize {
  /** May be left out with a transient token, which has been seen to say enough [C]. */
  readonly processingInformation?:
    | {
        /** Default `['TOKEN_CREATE']`, the only action documented [D]. */
        readonly actionList?: readonly OneOf<'TOKEN_CREATE'>[] | undefined
        /** A type named here and not in the answer counts as failed. */
        readonly actionTokenTypes: readonly TokenType[]
      }
    | undefined
  readonly tokenInformation: TokenInformation
}

/** What the tokens are made of. */
export interface TokenInformation {
  /** The transient token of a browser form. */
  readonly transientTokenJwt?: Secret | undefined
  /** The id of a transient token. */
  readonly jti?: string | undefined
  /** With `enrollable card` a tokenized card is made too, and has an entry of its own in the answer [D]. */
  readonly instrumentIdentifier?: CreateInstrumentIdentifier | { readonly id: string } | undefined
  /** In the guide only [D]. */
  readonly tokenizedCard?: CreateTokenizedCard | undefined
  /** As the SDK's model of a customer has it [S]; passed on as it is, so put no card number in. */
  readonly customer?: Readonly<Record<string, unknown>> | undefined
  /** The same for a payment instrument [S]. */
  readonly paymentInstrument?: Readonly<Record<string, unknown>> | undefined
  /** The same for a shipping address [S]. */
  readonly shippingAddress?: Readonly<Record<string, unknown>> | undefined
}

/** Not repeatable: customers are made anew each time. The official SDK calls sealing mandatory here and sends it in clear all the same [X]. */
const operation: Operation = {
  name: 'tokenize.create',
  method: 'POST',
  route: '/tms/v2/tokenize',
  statuses: [200, 201],
}

/** Makes several tokens at once. HTTP 200 says nothing about them: look at `outcome`, or at each of `resources`. */
export async function tokenize(
  { send, readPlain }: Session,
  request: Tokenize,
  call?: CybersourceCall,
): Promise<Tokenized> {
  const json = toTokenizeRequest(request)
  const answer = await send(operation, { accept: plainJson, json, envelope: 'encryptedRequest', call })
  return toTokenized(
    readPlain(answer, answering(tokenizeSchema, answer)),
    request.processingInformation?.actionTokenTypes ?? [],
  )
}

/** The wire's words. */
export function toTokenizeRequest({ processingInformation, tokenInformation }: Tokenize) {
  const { transientTokenJwt, instrumentIdentifier, tokenizedCard, ...rest } = tokenInformation
  return {
    ...(processingInformation && {
      processingInformation: { actionList: ['TOKEN_CREATE'], ...processingInformation },
    }),
    tokenInformation: {
      ...(transientTokenJwt && { transientTokenJwt: transientTokenJwt.reveal() }),
      ...rest,
      ...(instrumentIdentifier && {
        instrumentIdentifier:
          'id' in instrumentIdentifier ? instrumentIdentifier : toInstrumentRequest(instrumentIdentifier),
      }),
      ...(tokenizedCard && { tokenizedCard: toProvisionRequest(tokenizedCard) }),
    },
  }
}
