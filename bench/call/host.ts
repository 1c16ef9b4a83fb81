/** The host of the measurements, in a process of its own: gets its answers from its parent, gives its port back. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Answers } from './answers.ts'

process.once('message', ({ plain, jose, encryptedResponse }: Answers) => {
  const json = { 'content-type': 'application/json' }
  const server = createServer((request, response) => {
    request.resume()
    if (request.method === 'GET') response.writeHead(200, json).end(plain)
    else if (request.headers.accept?.startsWith('application/jose'))
      response.writeHead(201, { 'content-type': 'application/jose' }).end(jose)
    else response.writeHead(201, json).end(encryptedResponse)
  })
  // Longer than any pause between rounds, so that no round begins with a closed connection.
  server.keepAliveTimeout = 120_000
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
process.once('disconnect', () => process.exit())
