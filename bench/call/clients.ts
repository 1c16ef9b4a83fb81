import { createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import { Pan, Secret } from '@nt/core'
import { type CybersourceSettings, createCybersource } from '@nt/cybersource'
import { answerBody, requestBody } from '../merchant.ts'
import { clearLoggers } from '../official-sdk/internals.ts'
import { sharedSecret } from '../official-sdk/modes.ts'
import { createOfficialSdk, type SdkSettings } from '../official-sdk/sdk.ts'

/** What a client is made from; it goes to another process, so it holds no key objects. */
export interface ClientOrder {
  /** `limit`: undici's `request`, an HMAC and `JSON.parse`, for lookups only. */
  readonly client: 'official SDK' | 'ours' | 'limit'
  readonly operation: 'look up' | 'make'
  readonly sdkSettings: SdkSettings
  readonly settings: CybersourceSettings
}

/** One client, ready. */
export interface ReadyClient {
  readonly call: () => Promise<unknown>
  /** Between rounds. */
  readonly tidy: () => void
}

export function createClient(order: ClientOrder): ReadyClient {
  switch (order.client) {
    case 'official SDK':
      return { call: officialCall(order), tidy: clearLoggers }
    case 'ours':
      return { call: ourCall(order), tidy: () => {} }
    case 'limit':
      return { call: limitCall(order), tidy: () => {} }
  }
}

/** The API object is kept between calls: making one for each call, as the samples do, costs the SDK a tenth more. */
function officialCall({ operation, sdkSettings }: ClientOrder): () => Promise<unknown> {
  const sdk = createOfficialSdk('0.0.83', sdkSettings)
  return operation === 'look up'
    ? () => sdk.call('getTokenizedCard', answerBody.id, {})
    : () => sdk.call('postTokenizedCard', requestBody, {})
}

function ourCall({ operation, settings }: ClientOrder): () => Promise<unknown> {
  const { tokenizedCards } = createCybersource(settings)
  if (operation === 'look up') return () => tokenizedCards.get(answerBody.id)
  const { number, securityCode, ...card } = requestBody.card
  const request = {
    ...requestBody,
    source: 'ONFILE' as const,
    card: { ...card, number: Pan.parse(number), securityCode: new Secret(securityCode) },
  }
  return () => tokenizedCards.create(request)
}

interface Undici {
  readonly Agent: new (
    options: object,
  ) => { request(options: object): Promise<{ readonly body: { json(): Promise<unknown> } }> }
}

/** The least that could be done: no checks, no repeats, no deadlines, no schema. */
function limitCall({ settings: { host, merchantId } }: ClientOrder): () => Promise<unknown> {
  // Ours, not a dependency of the measurements.
  const fromTransport = createRequire(new URL('../../packages/provider-kit/package.json', import.meta.url))
  const { Agent } = fromTransport('undici') as Undici
  const agent = new Agent({ connections: 128, pipelining: 1 })
  const key = Buffer.from(sharedSecret.secret, 'base64')
  const path = `/tms/v2/tokenized-cards/${answerBody.id}`
  return async () => {
    const date = new Date().toUTCString()
    const signed = `host: ${new URL(host).host}\ndate: ${date}\nrequest-target: get ${path}\nv-c-merchant-id: ${merchantId}`
    const signature = createHmac('sha256', key).update(signed).digest('base64')
    const headers = { date, 'v-c-merchant-id': merchantId, signature, accept: 'application/json' }
    const { body } = await agent.request({ origin: host, path, method: 'GET', headers })
    return body.json()
  }
}
