import { verify } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pan } from '@nt/core'
import { createCybersource } from '@nt/cybersource'
import { openRequest, sealAnswer, sealResponse } from '@nt/mle/testing'
import { createTransport } from '@nt/provider-kit'
import { ourSettings } from '../call/orders.ts'
import { answerBody, type Merchant, makeMerchant, requestBody } from '../merchant.ts'
import { createOfficialSdk } from '../official-sdk/sdk.ts'
import type { Figure } from '../report.ts'

const each = 1_000
const atOnce = 64

/** Whose credentials a request went out with, and whose request it was. */
interface Seen {
  readonly meant: string
  readonly used: readonly (string | undefined)[]
}

interface Watching {
  readonly url: string
  /** What was seen since the last call. */
  take(): readonly Seen[]
  close(): void
}

/** A host that knows both merchants, opens every request and notes whose keys were used. */
async function watch(merchants: readonly Merchant[]): Promise<Watching> {
  let seen: Seen[] = []
  const ownerOf = (find: (keys: Merchant['keys']) => boolean) => merchants.find(({ keys }) => find(keys))
  const answer = async (authorization: string, accept: string, body: string): Promise<string> => {
    const [header = '', payload = '', signature = ''] = authorization.replace('Bearer ', '').split('.')
    const parse = (part: string): Record<string, string> => JSON.parse(Buffer.from(part, 'base64url').toString())
    const { kid } = parse(header)
    const claims = parse(payload)
    const signer = ownerOf(
      ({ provider: { merchant } }) =>
        merchant.kid === kid &&
        verify('sha256', Buffer.from(`${header}.${payload}`), merchant.publicKey, Buffer.from(signature, 'base64url')),
    )?.keys
    const { encryptedRequest } = JSON.parse(body) as { encryptedRequest: string }
    const sealedTo = parse(encryptedRequest.split('.')[0] ?? '')['kid']
    const receiver = ownerOf(({ provider }) => provider.requestMle.kid === sealedTo)?.keys
    if (!signer || !receiver) throw new Error('signed or sealed by nobody')
    const { billTo } = JSON.parse(await openRequest(encryptedRequest, receiver.provider.requestMle))
    const used = [signer.merchantId, receiver.merchantId, claims['iss'], claims['v-c-merchant-id']]
    seen.push({ meant: billTo.lastName, used })
    const text = JSON.stringify(answerBody)
    return accept.startsWith('application/jose')
      ? sealAnswer(text, signer.provider.tokenManagement)
      : JSON.stringify({ encryptedResponse: await sealResponse(text, signer.provider.responseMle) })
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    const { authorization = '', accept = '' } = request.headers
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      answer(authorization, accept, Buffer.concat(chunks).toString()).then(
        (text) =>
          response
            .writeHead(201, { 'content-type': text.startsWith('{') ? 'application/json' : 'application/jose' })
            .end(text),
        () => response.writeHead(400).end(),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = seen
      seen = []
      return taken
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Calls in turn for one merchant and the other, many under way at once; how many failed. */
async function interleave(calls: readonly (() => Promise<unknown>)[], rounds: number): Promise<number> {
  let failed = 0
  let next = 0
  const work = async (): Promise<void> => {
    while (next < rounds * calls.length) {
      await calls[next++ % calls.length]?.().catch(() => failed++)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return failed
}

const named = (merchantId: string) => ({ ...requestBody, billTo: { ...requestBody.billTo, lastName: merchantId } })

/** That no merchant's call goes out with the credentials of another. */
export const figure: Figure = {
  about: `two merchants, ${each.toLocaleString('en')} calls each with MLE, in turn, ${atOnce} under way at once`,
  run: async () => {
    const merchants = [await makeMerchant('shop_one'), await makeMerchant('shop_two')]
    const host = await watch(merchants)
    const transport = createTransport()
    try {
      const ours = merchants.map((merchant) => {
        const { tokenizedCards } = createCybersource({
          ...ourSettings(merchant.keys, host.url, 'JWT, P12'),
          fetch: transport.fetch,
        })
        const { number, securityCode: _, ...card } = requestBody.card
        const request = {
          ...named(merchant.keys.merchantId),
          source: 'ONFILE' as const,
          card: { ...card, number: Pan.parse(number) },
        }
        return () => tokenizedCards.create(request)
      })
      // As the SDK's samples make them, one after the other.
      const theirs = merchants.map((merchant) => {
        const settings = merchant.sdkSettings({ auth: 'JWT, P12', mle: 'request and response MLE' }, host.url)
        const sdk = createOfficialSdk('0.0.83', settings, { ownClient: false })
        return () => sdk.call('postTokenizedCard', named(merchant.keys.merchantId), {})
      })
      // Its APIs are made at their first call.
      for (const call of theirs) await call().catch(() => undefined)
      host.take()

      const rows: string[][] = []
      const run = async (name: string, calls: readonly (() => Promise<unknown>)[], rounds: number): Promise<number> => {
        const failed = await interleave(calls, rounds)
        const seen = host.take()
        const mixed = seen.filter(({ meant, used }) => used.some((merchantId) => merchantId !== meant)).length
        rows.push([name, String(seen.length), String(failed), String(mixed)])
        return mixed + failed + Math.abs(seen.length - rounds * calls.length)
      }
      await run('official SDK 0.0.83, as in its samples', theirs, each / 10)
      const wrong = await run('@nt/cybersource', ours, each)
      return {
        tables: [
          { title: 'Two merchants at once', rows: [['', 'calls', 'failed', 'with the other’s credentials'], ...rows] },
        ],
        goals: [
          {
            what: 'calls with the other’s credentials, lost or failed',
            wanted: '0',
            measured: String(wrong),
            met: wrong === 0,
          },
        ],
      }
    } finally {
      host.close()
      await transport.close()
      for (const merchant of merchants) merchant.remove()
    }
  },
}
