import { NetworkTokenError } from '@nt/core'
import {
  type Answer,
  type Caller,
  createCaller,
  type Layer,
  type Operation,
  parseJson,
  readJson,
  readText,
  type Schema,
  through,
} from '@nt/provider-kit'
import { type CybersourceCall, type Envelope, profileHeader } from './call.ts'
import type { Connection } from './connection.ts'
import { createSealLayer, openAnswer, openInner } from './envelope.ts'
import { explain } from './errors.ts'
import { isAlwaysSealed } from './operations.ts'
import { type Asked, createResponseEnvelope } from './response-envelope.ts'

/** A connection in use: what every operation of the client stands on. */
export interface Session {
  readonly connection: Connection
  /** Sends an operation; a `json` body leaves sealed and signed, as far as the settings allow. */
  send(operation: Operation, input: SendInput): Promise<Answer>
  /** The plaintext of a sealed answer, by a schema. */
  readSealed<Value>(answer: Answer, schema: Schema<Value>): Promise<Value>
  /** A plain JSON answer, by a schema. */
  readPlain<Value>(answer: Answer, schema: Schema<Value>): Value
}

export interface SendInput {
  readonly parameters?: Readonly<Record<string, string>>
  /** What the answer shall be. */
  readonly accept: string
  readonly json?: object | undefined
  /** How the body leaves. Default: sealed, as `encryptedRequest`. */
  readonly envelope?: Envelope | undefined
  /** Beyond those that every call has. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly call?: CybersourceCall | undefined
}

/** A value, and the answer that it was read from: errors found later can still name the correlation id. */
export interface Received<Value> {
  readonly value: Value
  readonly answer: Answer
}

/** Puts the pipes together, once: seal, then sign, then the wire, for every attempt. An answer's envelope is opened before anything reads it. */
export function openSession(connection: Connection): Session {
  const { provider, baseUrl, requestMle, responseMle, signing, now, profileId, tokenManagement, retries } = connection
  const responses = createResponseEnvelope({ provider, ring: responseMle?.ring })
  const seals = (form: 'encryptedRequest' | 'jose'): readonly Layer[] => [
    createSealLayer({ provider, certificate: requestMle?.certificate, form, now }),
  ]

  const pipesFor = (sign: Layer, asked: Asked): Record<Envelope, Caller> => {
    const callerWith = (seal: readonly Layer[]): Caller =>
      createCaller({
        provider,
        baseUrl,
        fetch: through([...seal, sign], connection.fetch),
        correlationHeader: 'v-c-correlation-id',
        open: (answer) => responses.open(answer, asked),
        explain: (answer) => {
          const problem = responses.problemOf(answer)
          return problem ? { message: `the provider refused, and why cannot be read: ${problem}` } : explain(answer)
        },
        ...(retries !== undefined && { retries }),
      })
    return {
      encryptedRequest: callerWith(seals('encryptedRequest')),
      jose: callerWith(seals('jose')),
      clear: callerWith([]),
    }
  }
  // The newest key is asked for; during a rotation the older ones open what is still under way.
  const askingSign = signing.createLayer(responseMle && (() => responseMle.ring.kids.at(-1)))
  const pipes: Record<Asked, Record<Envelope, Caller>> = {
    clear: pipesFor(signing.createLayer(), 'clear'),
    sealed: pipesFor(askingSign, 'sealed'),
    either: pipesFor(askingSign, 'either'),
  }
  const askedOf = ({ name, route }: Operation, accept: string): Asked => {
    // Whether key management and webhook subscriptions can seal an answer is not documented [U]: only those who name them have it asked for.
    if (!(responseMle?.operations?.has(name) ?? (responseMle && route.startsWith('/tms/')))) return 'clear'
    return accept.startsWith('application/jose') ? 'either' : 'sealed'
  }

  return {
    connection,
    send: async (operation, { parameters = {}, accept, json, envelope = 'encryptedRequest', headers = {}, call }) => {
      const form = json ? envelopeFor(operation, envelope, connection) : envelope
      return pipes[askedOf(operation, accept)][form](operation, {
        parameters,
        headers: {
          accept,
          ...(json && { 'content-type': form === 'jose' ? 'application/jose' : 'application/json' }),
          // Only Token Management has profiles.
          ...(operation.route.startsWith('/tms/') && profileHeader(call?.profileId, profileId)),
          ...headers,
        },
        ...(json && { body: JSON.stringify(json) }),
        call,
      })
    },
    readSealed: async (answer, schema) => {
      const openIt = responses.wasSealed(answer) ? openInner : openAnswer
      return parseJson(await openIt(answer, tokenManagement, provider), answer, provider, schema)
    },
    readPlain: (answer, schema) =>
      responses.wasSealed(answer)
        ? parseJson(readText(answer, provider), answer, provider, schema)
        : readJson(answer, provider, ['application/json', 'application/hal+json'], schema),
  }
}

/**
 * How a body leaves: as the operation says, unless the settings except it by name. With HTTP Signature, whose settings say `tls-only`, all leave
 * unsealed, and what Cybersource takes sealed only is not sent at all.
 * @throws NetworkTokenError `operation_unsupported`
 */
function envelopeFor(operation: Operation, asked: Envelope, { provider, requestMle }: Connection): Envelope {
  const mandatory = isAlwaysSealed(operation)
  if (asked === 'clear' && !mandatory) return asked
  const sealed = asked === 'jose' ? 'jose' : 'encryptedRequest'
  const mayBeExcepted = sealed === 'encryptedRequest' && !mandatory
  if (requestMle) return mayBeExcepted && requestMle.notSealed.has(operation.name) ? 'clear' : sealed
  if (mayBeExcepted) return 'clear'
  throw new NetworkTokenError('operation_unsupported', {
    provider,
    operation: operation.name,
    message: 'this request is taken sealed only, which HTTP Signature does not allow; nothing was sent',
  })
}

/** What Cybersource's SDK sends as `Accept` for a plain answer [X]. */
export const plainJson = 'application/json;charset=utf-8'
