import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leaksIn } from '@nt/core/testing'
import { createStore } from '@nt/sandbox'
import { afterAll, expect, it } from 'vitest'
import { createMerchantClient, type Sent } from './__fixtures__/merchant-client.ts'

const folder = mkdtempSync(join(tmpdir(), 'nt-simulator-'))
afterAll(() => rmSync(folder, { recursive: true }))

const canary = { number: '4622943123187531', securityCode: '9174', bad: '4111119876543214' }
const secrets = [canary.number, canary.bad, `"${canary.securityCode}"`]
const card = { number: canary.number, expirationMonth: '12', expirationYear: '2040', securityCode: canary.securityCode }
const path = '/tms/v2/tokenized-cards'
const jose = { accept: 'application/jose' }

const printed = async (response: Response): Promise<string> =>
  `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`

it('keeps and tells no card number and no security code', async () => {
  const file = join(folder, 'memory.ndjson')
  const { send, openJose } = await createMerchantClient({ store: createStore({ file }) })
  const order = { source: 'ONFILE', card, createInstrumentIdentifier: true }
  const created = (await openJose(await send({ path, body: order, headers: jose }))).body as { id: string }
  const credential = await openJose(await send({ path: `/tms/v2/tokens/${created.id}/payment-credentials`, body: {} }))
  const outputs = [
    JSON.stringify(created),
    JSON.stringify(credential),
    await printed(await send({ path, body: order })),
  ]
  await send({ path: `${path}/${created.id}/delete`, body: {} })

  const wrong: readonly Sent[] = [
    { path, body: { ...order, card: { ...card, number: canary.bad } } },
    { path, body: { ...order, card: { ...card, number: `${canary.number}x` } } },
    { path, body: { ...order, source: canary.number } },
    { path, body: { ...order, card: canary.number } },
    { path, body: order, sealed: false },
    { path, body: { encryptedRequest: canary.number }, sealed: false },
    { path, body: order, sealed: false, tamper: (body) => body.slice(0, -1) },
    { path, body: order, sealed: false, headers: { 'content-type': canary.number } },
    { path, body: order, headers: { 'profile-id': canary.number } },
    { method: 'GET', path: `${path}/${canary.number}` },
    { method: 'GET', path: `/${canary.number}?number=${canary.number}` },
    { path: `/tms/v2/tokens/${canary.number}/payment-credentials`, body: {} },
    ...[
      'iss',
      'v-c-merchant-id',
      'request-host',
      'request-method',
      'request-resource-path',
      'digest',
      'v-c-response-mle-kid',
    ].map((claim): Sent => ({ path, body: order, claims: { [claim]: canary.number } })),
    ...['typ', 'alg', 'kid'].map((member): Sent => ({ path, body: order, jwtHeader: { [member]: canary.number } })),
    { path, body: order, claims: { iss: canary.number.replace(/(.{4})(?=.)/g, '$1 ') } },
    { path, body: order, headers: { authorization: `Bearer ${canary.number}` } },
  ]
  for (const request of wrong) {
    const response = await send(request)
    if (request.headers?.['profile-id'] === undefined)
      expect(response.status, JSON.stringify(request)).toBeGreaterThanOrEqual(400)
    outputs.push(await printed(response))
  }

  outputs.push(readFileSync(file, 'utf8'))
  for (const output of outputs) expect(leaksIn(output, secrets)).toEqual([])
  // The scan is worth something only if the file holds the token at all.
  expect(outputs.at(-1)).toContain(created.id)
})
