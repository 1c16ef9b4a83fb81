import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCaller } from './caller.ts'
import type { Operation } from './operation.ts'
import { createTransport } from './transport.ts'

let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void
let seen: { url: string | undefined; headers: IncomingMessage['headers']; body: string }[]
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  seen.push({ url: request.url, headers: request.headers, body })
  answer(request, response, body)
})
let url: string
const transport = createTransport()
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  seen = []
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await transport.close()
})

const read: Operation = { name: 'get', method: 'GET', route: '/tokens/{id}', statuses: [200] }
const write: Operation = { name: 'create', method: 'POST', route: '/tokens', statuses: [200] }
const call = (operation: Operation, deadlineMs = 3_000) =>
  createCaller({ provider: 'p', baseUrl: url, fetch: transport.fetch, correlationHeader: 'x-c', firstPauseMs: 1 })(
    operation,
    {
      parameters: { id: 'a/b?c' },
      ...(operation.method === 'POST' && { body: '{"ü":1}', headers: { 'content-type': 'application/json' } }),
      call: { deadlineMs },
    },
  ).then(
    ({ status, body }) => `${status} ${Buffer.from(body).toString()}`,
    (error: { code: string }) => error.code,
  )

describe('the transport', () => {
  test('sends path, headers and body exactly as given', async () => {
    answer = (_, response) => response.end('{}')
    expect(await call(write)).toBe('200 {}')
    expect(await call(read)).toBe('200 {}')
    expect(seen).toMatchObject([
      {
        url: '/tokens',
        body: '{"ü":1}',
        headers: { 'content-type': 'application/json', 'content-length': '8', 'accept-encoding': 'identity' },
      },
      { url: '/tokens/a%2Fb%3Fc', body: '' },
    ])
  })

  test.each([
    ['gzip', gzipSync('{"a":1}')],
    ['br', brotliCompressSync('{"a":1}')],
  ])('reads %s though it asked for none', async (encoding, body) => {
    answer = (_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body)
    expect(await call(read)).toBe('200 {"a":1}')
  })

  test.each<[string, Operation, string, (response: ServerResponse) => void]>([
    [
      'a compression bomb',
      write,
      'outcome_unknown',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000))),
    ],
    [
      'an endless body',
      write,
      'answer_unreadable',
      (response) => void response.writeHead(200).end(Buffer.alloc(5_000_000)),
    ],
    [
      'an unknown encoding',
      write,
      'outcome_unknown',
      (response) => response.writeHead(200, { 'content-encoding': 'x' }).end('{}'),
    ],
    [
      'a body cut short',
      write,
      'outcome_unknown',
      (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{}')
        setTimeout(() => response.destroy(), 10)
      },
    ],
    ['a reset before the answer', write, 'outcome_unknown', (response) => response.destroy()],
    [
      'a redirect',
      write,
      'answer_unreadable',
      (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    ],
  ])('ends %s in an error of ours', async (_, operation, code, respond) => {
    answer = (_request, response) => respond(response)
    expect(await call(operation)).toBe(code)
    expect(seen).toHaveLength(1)
  })

  test('ends a body that drips at the deadline', async () => {
    answer = (_, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write(' '), 20)
      response.once('close', () => clearInterval(timer))
    }
    const began = performance.now()
    expect(await call(write, 300)).toBe('outcome_unknown')
    expect(performance.now() - began).toBeLessThan(1_500)
  })

  test('says that nothing listens', async () => {
    const caller = createCaller({
      provider: 'p',
      baseUrl: 'http://127.0.0.1:9',
      fetch: transport.fetch,
      correlationHeader: 'x-c',
      firstPauseMs: 1,
    })
    await expect(caller(write, { body: '{}' })).rejects.toMatchObject({
      code: 'provider_unavailable',
      mayHaveTakenEffect: false,
      providerCode: 'ECONNREFUSED',
    })
  })
})

describe('closing', () => {
  const get = (fetch: (typeof transport)['fetch']) =>
    fetch(`${url}/tokens/1`, { method: 'GET', headers: {}, redirect: 'manual' })

  test('ends a transport that has never sent anything, which then sends nothing', async () => {
    const unused = createTransport()
    await unused.close()
    await expect(get(unused.fetch)).rejects.toThrow('closed')
    expect(seen).toEqual([])
  })

  test('waits for what is under way, and sends nothing more', async () => {
    answer = (_, response) => setTimeout(() => response.end('{}'), 50)
    const used = createTransport()
    const underWay = get(used.fetch)
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await used.close()
    expect((await underWay).status).toBe(200)
    await expect(get(used.fetch)).rejects.toThrow('closed')
    expect(seen).toHaveLength(1)
  })
})
