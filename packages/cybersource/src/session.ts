import {
  type Answer,
  type Caller,
  createCaller,
  type Layer,
  type Operation,
  parseJson,
  readJson,
  type Schema,
  through,
} from '@nt/provider-kit'
import { createJwtLayer } from './auth/jwt.ts'
import { type CybersourceCall, type Envelope, profileHeader } from './call.ts'
import type { Connection } from './connection.ts'
import { createSealLayer, openAnswer } from './envelope.ts'
import { explain } from './errors.ts'

/** A connection in use: what every operation of the client stands on. */
export interface Session {
  readonly connection: Connection
  /** Sends an operation; a `json` body leaves sealed and signed. */
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

/** Puts the pipe together: seal, then sign, then the wire, once per attempt. */
export function openSession(connection: Connection): Session {
  const {
    provider,
    baseUrl,
    requestMle,
    signingKey,
    merchantId,
    signedHost,
    now,
    profileId,
    tokenManagement,
    retries,
  } = connection
  const signed = createJwtLayer({ key: signingKey, merchantId, host: signedHost, now })
  const callerWith = (...before: readonly Layer[]): Caller =>
    createCaller({
      provider,
      baseUrl,
      fetch: through([...before, signed], connection.fetch),
      correlationHeader: 'v-c-correlation-id',
      explain,
      ...(retries !== undefined && { retries }),
    })
  const callers: Record<Envelope, Caller> = {
    encryptedRequest: callerWith(createSealLayer({ provider, certificate: requestMle, now })),
    jose: callerWith(createSealLayer({ provider, certificate: requestMle, form: 'jose', now })),
    clear: callerWith(),
  }

  return {
    connection,
    send: async (operation, { parameters = {}, accept, json, envelope = 'encryptedRequest', headers = {}, call }) =>
      callers[envelope](operation, {
        parameters,
        headers: {
          accept,
          ...(json && { 'content-type': envelope === 'jose' ? 'application/jose' : 'application/json' }),
          ...profileHeader(call?.profileId, profileId),
          ...headers,
        },
        ...(json && { body: JSON.stringify(json) }),
        call,
      }),
    readSealed: async (answer, schema) =>
      parseJson(await openAnswer(answer, tokenManagement, provider), answer, provider, schema),
    readPlain: (answer, schema) => readJson(answer, provider, ['application/json', 'application/hal+json'], schema),
  }
}

/** What Cybersource's SDK sends as `Accept` for a plain answer [X]. */
export const plainJson = 'application/json;charset=utf-8'
