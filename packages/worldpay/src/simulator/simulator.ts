import { createSimulator, type HostControl, type Simulator } from '@nt/sandbox'
import { refuse } from './answers.ts'
import { createBaseTokenBook } from './base-token-book.ts'
import type { Host } from './call.ts'
import { checkHeaders, createCredentialsCheck } from './checks.ts'
import { createControl } from './control.ts'
import { createNetworkTokenBook } from './network-token-book.ts'
import { createOddities } from './oddities.ts'
import { settingsOf, type WorldpaySimulatorOptions } from './options.ts'
import { route } from './routes.ts'

/** Access Worldpay's Tokens API, version 3, on this machine. */
export interface WorldpaySimulator extends Simulator {
  readonly control: HostControl
}

/**
 * A stateful stand-in for Access Worldpay: network tokens, cryptograms, and as much of Worldpay's own tokens as they need.
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
  const oddities = createOddities(networkTokens)
  const host: Host = { settings, networkTokens, baseTokens: createBaseTokenBook(settings), oddities }
  const checkCredentials = createCredentialsCheck(settings)
  const simulator = createSimulator(async (request) => {
    const response = checkCredentials(request) ?? (await respond(request, host))
    response.headers.set('WP-CorrelationId', settings.ids.uuid())
    return response
  })
  return { ...simulator, control: createControl(host) }
}

/** Credentials, then route, then headers, then body: the order in which the real host looks is a GAP. */
async function respond(request: Request, host: Host): Promise<Response> {
  const url = new URL(request.url)
  const found = route(request.method, url.pathname, host.settings)
  if (found instanceof Response) return found
  const refused = checkHeaders(request)
  if (refused) return refused
  const body = request.method === 'POST' ? await readJson(request) : undefined
  if (body instanceof Response) return body
  return found.operation({ host, origin: host.settings.baseUrl ?? url.origin, id: found.id, body })
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await request.arrayBuffer()))
  } catch {
    return refuse(400, 'bodyIsNotJson', 'The body of the request is not valid json')
  }
}
