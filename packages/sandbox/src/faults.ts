import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

/**
 * What can go wrong between a client and a host. None of it is a documented behaviour of a provider: it is what networks, proxies and broken hosts do.
 * `before`: the host never sees the request. `after`: it has acted when things go wrong.
 */
export const faultNames = [
  'latency',
  'stall',
  'rate-limit',
  'error-before',
  'error-after',
  'reset-before',
  'reset-after',
  'truncated-body',
  'slow-body',
  'compression-bomb',
  'html',
  'wrong-content-type',
  'redirect',
  'foreign-link',
  'damaged-jwe',
  'wrong-kid',
] as const
export type FaultName = (typeof faultNames)[number]

/** Thrown where an answer should be: the connection breaks. A loopback host destroys the socket. */
export class ConnectionReset extends TypeError {
  override readonly cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })

  constructor() {
    super('fetch failed')
  }
}

/** Settings of a fault; each has a default. */
export interface FaultSettings {
  /** For `latency`, `stall` and `slow-body`. Default 1 s; a stall lasts until the client goes away. */
  readonly milliseconds?: number | undefined
  /** For `error-before` and `error-after`. Default 500. */
  readonly status?: number | undefined
  /** For `rate-limit`: seconds in Retry-After. Default 1. */
  readonly retryAfter?: number | undefined
}

/** Answers one request with a fault. `host` is the answer of the healthy host, made only when it is called. */
export async function answerWith(
  fault: FaultName,
  request: Request,
  host: () => Promise<Response>,
  { milliseconds = 1_000, status = 500, retryAfter = 1 }: FaultSettings,
): Promise<Response> {
  switch (fault) {
    case 'latency':
      await pause(milliseconds, undefined, { signal: request.signal }).catch(() => undefined)
      return host()
    case 'stall':
      await host()
      return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(new ConnectionReset())))
    case 'rate-limit':
      return new Response('', { status: 429, headers: { 'retry-after': String(retryAfter) } })
    case 'error-before':
      return new Response('', { status })
    case 'error-after':
      await host()
      return new Response('', { status })
    case 'reset-before':
      throw new ConnectionReset()
    case 'reset-after':
      await host()
      throw new ConnectionReset()
    case 'redirect':
      return new Response(null, { status: 307, headers: { location: 'https://elsewhere.example/' } })
    case 'html':
      await host()
      return new Response('<!doctype html><title>Bad gateway</title>', {
        status: 200,
        headers: { 'content-type': 'text/html' },
      })
    case 'compression-bomb':
      await host()
      return new Response(new Uint8Array(gzipSync(Buffer.alloc(50_000_000))), {
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      })
    default:
      return spoil(fault, await host(), milliseconds)
  }
}

/** Spoils a good answer. */
async function spoil(fault: FaultName, answer: Response, milliseconds: number): Promise<Response> {
  const { status } = answer
  const headers = new Headers(answer.headers)
  const text = await answer.text()
  if (text === '') return new Response(null, { status, headers })
  switch (fault) {
    case 'wrong-content-type':
      headers.set('content-type', 'text/plain')
      return new Response(text, { status, headers })
    case 'truncated-body':
      return new Response(text.slice(0, text.length / 2), { status, headers })
    case 'slow-body':
      return new Response(drip(text, milliseconds), { status, headers })
    case 'foreign-link':
      return new Response(text.replace(/"href":"https?:\/\/[^/"]+/g, '"href":"https://elsewhere.example'), {
        status,
        headers,
      })
    case 'damaged-jwe':
      return new Response(
        text.replace(compactJwe, (jwe) => `${jwe.slice(0, -4)}${jwe.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`),
        { status, headers },
      )
    case 'wrong-kid':
      return new Response(text.replace(compactJwe, withOtherKid), { status, headers })
    default:
      return new Response(text, { status, headers })
  }
}

const compactJwe = /[\w-]{20,}\.[\w-]+\.[\w-]+\.[\w-]*\.[\w-]+/

function withOtherKid(jwe: string): string {
  const [head = '', ...rest] = jwe.split('.')
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>
  return [Buffer.from(JSON.stringify({ ...header, kid: 'another-key' })).toString('base64url'), ...rest].join('.')
}

/** The text in ten pieces, over the given time. */
function drip(text: string, milliseconds: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  const size = Math.max(1, Math.ceil(bytes.length / 10))
  let at = 0
  return new ReadableStream({
    pull: async (controller) => {
      if (at > 0) await pause(milliseconds / 10)
      controller.enqueue(bytes.subarray(at, at + size))
      at += size
      if (at >= bytes.length) controller.close()
    },
  })
}
