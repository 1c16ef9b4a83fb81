import { loadSdk, requireFromSdk, type SdkSettings } from './sdk.ts'

/**
 * The SDK's own steps, one by one, for measuring. Everything here is called as the SDK calls it itself.
 */
export interface SdkInternals {
  /** Signs and gives the headers back; the client is kept, which is the SDK's best case. */
  sign(method: string, target: string, body: string | undefined): Readonly<Record<string, string>>
  /** A request body as `{ encryptedRequest }`. */
  seal(body: object): Promise<{ encryptedRequest: string }>
  /** An answer's body, opened and parsed. */
  open(answer: object): Promise<unknown>
}

interface Internals {
  readonly client: {
    setConfiguration(settings: object): void
    readonly merchantConfig: object
    callAuthenticationHeader: (
      method: string,
      target: string,
      body: string | undefined,
      headers: object,
      responseMle: boolean,
    ) => Record<string, string>
  }
  readonly mle: {
    encryptRequestPayload: (config: object, body: object) => Promise<{ encryptedRequest: string }>
    checkAndDecryptEncryptedResponse: (body: object, config: object) => Promise<unknown>
  }
}

export function openInternals(settings: SdkSettings): SdkInternals {
  const { ApiClient } = loadSdk('0.0.83')
  const client = new ApiClient() as unknown as Internals['client']
  client.setConfiguration({ ...settings })
  const mle = requireFromSdk('cybersource-rest-client/src/authentication/util/MLEUtility.js') as Internals['mle']
  return {
    sign: (method, target, body) => client.callAuthenticationHeader(method, target, body, {}, false),
    seal: (body) => mle.encryptRequestPayload(client.merchantConfig, body),
    open: (answer) => mle.checkAndDecryptEncryptedResponse(answer, client.merchantConfig),
  }
}

/**
 * Every call leaves a logger behind, under a random name, for ever. Clearing them between rounds is a favour to the SDK: without it, each round
 * would be slower than the one before.
 */
export function clearLoggers(): void {
  const sdk = requireFromSdk.resolve('cybersource-rest-client')
  const winston = requireFromSdk(requireFromSdk.resolve('winston', { paths: [sdk] })) as {
    readonly loggers: { readonly loggers: Map<string, unknown> }
  }
  // Forgotten, not closed: a client that is kept goes on with its own.
  winston.loggers.loggers.clear()
}
