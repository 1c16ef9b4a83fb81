import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { Agent, type Dispatcher } from 'undici'
import type { Fetch } from './fetch.ts'
import { largestAnswer } from './read-body.ts'

/** How the transport keeps its connections. */
export interface TransportSettings {
  /** Connections per host. Default 128. */
  readonly connections?: number
  /** How long connecting may take, milliseconds. Default 10 s. */
  readonly connectTimeoutMs?: number
  /** TLS for this host: own certificate authority, client certificate. Verification itself cannot be switched off. */
  readonly tls?: {
    readonly ca?: string | undefined
    readonly cert?: string | undefined
    readonly key?: string | undefined
  }
}

/** A `Fetch` over undici's `request`: a quarter of the cost of Node's fetch, no redirects, a counted and decompressed body. */
export interface Transport {
  readonly fetch: Fetch
  /** Closes idle connections and waits for busy ones. */
  close(): Promise<void>
}

const decoders: Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/** Makes a transport with its own connections, one pool per host. */
export function createTransport({
  connections = 128,
  connectTimeoutMs = 10_000,
  tls,
}: TransportSettings = {}): Transport {
  const agent = new Agent({
    connections,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs, ...tls },
    keepAliveTimeout: 4_000,
  })
  return {
    close: () => agent.close(),
    fetch: async (url, { method, headers, body, signal }) => {
      const response = await agent.request({
        origin: new URL(url).origin,
        path: pathOf(url),
        method: method as Dispatcher.HttpMethod,
        headers: { 'accept-encoding': 'identity', ...headers },
        body: body ?? null,
        signal: signal ?? null,
      })
      const bytes = await collect(response.body)
      const answer = await decode(bytes, response.headers['content-encoding'])
      const bodyless = response.statusCode === 204 || response.statusCode === 304
      return new Response(bodyless ? null : answer, { status: response.statusCode, headers: flat(response.headers) })
    },
  }
}

/** Path and query exactly as written: what was signed must be what is sent. */
const pathOf = (url: string): string => url.slice(new URL(url).origin.length) || '/'

async function collect(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length
    chunks.push(chunk)
    // One byte over the cap is enough for the reader behind to refuse it.
    if (length > largestAnswer) break
  }
  return Buffer.concat(chunks).subarray(0, largestAnswer + 1)
}

async function decode(bytes: Buffer, encoding: string | string[] | undefined): Promise<Buffer> {
  if (encoding === undefined || encoding === 'identity' || encoding === '') return bytes
  const decoder = typeof encoding === 'string' ? decoders[encoding.toLowerCase()] : undefined
  if (!decoder) throw new Error('unknown content encoding')
  return decoder(bytes, { maxOutputLength: largestAnswer })
}

function flat(headers: Record<string, string | string[] | undefined>): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    name === 'content-encoding' || name === 'content-length' || value === undefined
      ? []
      : [[name, Array.isArray(value) ? value.join(', ') : value]],
  )
}
