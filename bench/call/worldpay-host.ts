/** A host for Worldpay's calls, in a process of its own: one answer, made beforehand. Gives its port back. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const answer = JSON.stringify({
  cryptogramDetails: { cryptogram: 'U0FOREJPWC1DUllQVE9HUkFNLTE=', eci: '07' },
  _links: { self: { href: 'http://127.0.0.1/tokens/network/cryptograms' } },
})
const headers = {
  'content-type': 'application/vnd.worldpay.tokens-v3.hal+json',
  'wp-correlationid': '5d0c6f0e-2a51-4e0f-9d7b-0c4a6a3d1e11',
}
const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(200, headers).end(answer))
})
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
