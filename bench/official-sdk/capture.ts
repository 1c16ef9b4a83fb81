import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came over the wire. */
export interface Captured {
  readonly method: string
  /** Path and query, not decoded. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A loopback host that keeps what it gets and answers `{}`. */
export interface Capture {
  readonly url: string
  /** The requests since the last call. */
  take(): readonly Captured[]
  close(): Promise<void>
}

export async function startCapture(): Promise<Capture> {
  let kept: Captured[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: target = '', headers } = request
      kept.push({ method, target, headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = kept
      kept = []
      return taken
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
