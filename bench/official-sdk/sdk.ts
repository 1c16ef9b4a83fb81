import { createRequire } from 'node:module'

/** The versions side by side: the newest, and the first with JWT version 2. */
export type SdkVersion = '0.0.83' | '0.0.77'

/** What the SDK's callback hands over as `response`. */
export interface SdkResponse {
  readonly status: number
  readonly header: Readonly<Record<string, string>>
  /** The body, parsed and written again: a body of plain text arrives with quotes around it [X]. */
  readonly text: string
}

/** One finished call. */
export interface SdkResult {
  readonly data: unknown
  readonly response: SdkResponse
}

/** What comes in the place of an `Error`: a plain object with the answer in it, or a message [X]. */
export class SdkCallError extends Error {
  readonly status: number | undefined
  readonly text: string | undefined

  constructor(problem: { status?: number; message?: string; response?: Partial<SdkResponse> }) {
    const { status, message, response } = problem
    const detail = response?.header?.['x-sandbox-auth-detail']
    super([status ?? 'no answer', message, detail].filter((part) => part !== undefined).join(' '))
    this.name = 'SdkCallError'
    this.status = status
    this.text = response?.text
  }
}

/** The settings object of the SDK, as its samples write it. */
export type SdkSettings = Readonly<Record<string, unknown>>

type Callback = (error: object | null, data: unknown, response: SdkResponse) => void
type Api = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>

type ApiName = 'NetworkTokensApi' | 'TokenizedCardApi' | 'TokenApi' | 'InstrumentIdentifierApi' | 'TokenizeApi'
type SdkApis = { readonly [Name in ApiName]: new (settings: object, client: object | undefined) => Api }

/** The few of its 2,217 exports that are used here; it has no types of its own. */
interface SdkModule extends SdkApis {
  readonly ApiClient: new () => { timeout: number }
  readonly JWEUtility: {
    readonly decryptJWEResponseUsingPrivateKey: (pem: string, jwe: string) => Promise<string>
  }
}

const packages: Record<SdkVersion, string> = {
  '0.0.83': 'cybersource-rest-client',
  '0.0.77': 'cybersource-rest-client-0.0.77',
}

/** One of the SDK's own modules: for the measurements of single steps, and to clear its leak. */
export const requireFromSdk = createRequire(import.meta.url)

/** Loads a version; the second time it is there at once. */
export function loadSdk(version: SdkVersion): SdkModule {
  try {
    return requireFromSdk(packages[version]) as SdkModule
  } catch (cause) {
    throw new Error(`the official SDK ${version} is not installed: run \`pnpm run bench:install\``, { cause })
  }
}

/** Where an operation is found: the two versions cut their classes differently. */
function apiOf(version: SdkVersion, operation: string): ApiName {
  if (operation === 'tokenize') return 'TokenizeApi'
  if (operation.includes('InstrumentIdentifier')) return 'InstrumentIdentifierApi'
  if (version === '0.0.83') return 'NetworkTokensApi'
  return /CardArt|PaymentCredentials/.test(operation) ? 'TokenApi' : 'TokenizedCardApi'
}

/** The official SDK with promises for callbacks; nothing else is changed. */
export interface OfficialSdk {
  /** Calls an operation by the SDK's name for it. */
  call(operation: string, ...args: readonly unknown[]): Promise<SdkResult>
  /** Opens a bare JWE, with the SDK's own function. */
  open(pem: string, jwe: string): Promise<unknown>
}

/**
 * A client of the SDK for one merchant.
 * @param options.ownClient whether it gets an `ApiClient` of its own, which the SDK's samples do not do: without one, the merchant that was made
 *   last signs for all [X]. Default true.
 */
export function createOfficialSdk(
  version: SdkVersion,
  settings: SdkSettings,
  options: { readonly ownClient?: boolean } = {},
): OfficialSdk {
  const { ownClient = true } = options
  const module = loadSdk(version)
  const apis = new Map<ApiName, Api>()
  const apiFor = (name: ApiName): Api => {
    const known = apis.get(name)
    if (known) return known
    const client = ownClient ? new module.ApiClient() : undefined
    if (client) client.timeout = 15_000
    // It writes defaults into the object it is given.
    const api = new module[name]({ ...settings }, client)
    apis.set(name, api)
    return api
  }
  return {
    call: (operation, ...args) =>
      new Promise((resolve, reject) => {
        const done: Callback = (error, data, response) =>
          error ? reject(new SdkCallError(error)) : resolve({ data, response })
        const api = apiFor(apiOf(version, operation))
        const method = api[operation]
        if (!method) throw new Error(`SDK ${version} has no ${operation}`)
        method.call(api, ...args, done)
      }),
    open: async (pem, jwe) => JSON.parse(await module.JWEUtility.decryptJWEResponseUsingPrivateKey(pem, jwe)),
  }
}
