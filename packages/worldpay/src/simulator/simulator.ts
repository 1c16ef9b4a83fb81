import { createSimulator, type Simulator } from '@nt/sandbox'
import { accountProblem } from './account.ts'
import { mediaType } from './answers.ts'
import { createBaseTokenBook } from './base-token-book.ts'
import type { Host } from './call.ts'
import { checkHeaders, checkMask, createCredentialsCheck } from './checks.ts'
import { createControl, type WorldpayControl } from './control.ts'
import { createFailures } from './failures.ts'
import { createNetworkTokenBook } from './network-token-book.ts'
import { createOddities } from './oddities.ts'
import { settingsOf, type WorldpaySimulatorOptions } from './options.ts'
import { parseBody, readBytes } from './request-body.ts'
import { route } from './routes.ts'

/** Access Worldpay's Tokens API, version 3, on this machine. */
export interface WorldpaySimulator extends Simulator {
  readonly control: WorldpayControl
}

/**
 * A stateful stand-in for Access Worldpay: network tokens, cryptograms, and Worldpay's own tokens.
 *
 * ```ts
 * const worldpay = createWorldpaySimulator({ username: 'user', password: 'secret' })
 * const response = await worldpay.fetch('https://try.access.worldpay.com/tokens/network', { method: 'POST', headers, body })
 * ```
 *
 * @throws NetworkTokenError `configuration_invalid`
 */
export function createWorldpaySimulator(options: WorldpaySimulatorOptions): WorldpaySimulator {
  const settings = settingsOf(options)
  const networkTokens = createNetworkTokenBook(settings)
  const { networkTokens: enabled, tokenization } = settings
  const host: Host = {
    settings,
    networkTokens,
    baseTokens: createBaseTokenBook(settings),
    oddities: createOddities(networkTokens),
    failures: createFailures(),
    account: { networkTokens: enabled, tokenization },
  }
  const checkCredentials = createCredentialsCheck(settings)
  const simulator = createSimulator(async (request) => {
    const response = checkCredentials(request) ?? host.failures.take() ?? (await respond(request, host))
    if (settings.charset && response.headers.get('content-type') === mediaType)
      response.headers.set('content-type', `${mediaType};charset=UTF-8`)
    response.headers.set('WP-CorrelationId', settings.ids.uuid())
    return response
  })
  return { ...simulator, control: createControl(host) }
}

/** Credentials, then route, headers, account and body: the order in which the real host looks is a GAP. */
async function respond(request: Request, host: Host): Promise<Response> {
  const url = new URL(request.url)
  const found = route(request.method, url.pathname, host.settings)
  if (found instanceof Response) return found
  const bytes = await readBytes(request)
  const refused =
    checkHeaders(request, bytes) ?? checkMask(request) ?? accountProblem(host.account, found.need, request.method)
  if (refused) return refused
  const body = parseBody(request.method, bytes)
  if (body instanceof Response) return body
  const origin = host.settings.baseUrl ?? url.origin
  return found.operation({ host, origin, id: found.id, query: url.searchParams, body })
}
