import { inflateSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient } from '../__fixtures__/merchant-client.ts'
import { readJson } from '../__fixtures__/read-json.ts'

const numbers = { visa: '4622943123144639', mastercard: '5120342233150747', amex: '378282246310005' }
type Network = keyof typeof numbers

let client: MerchantClient
const instruments = {} as Record<Network, string>
beforeAll(async () => {
  client = await createMerchantClient({ profiles: ['p'], defaultProfile: 'p' })
  for (const network of Object.keys(numbers) as Network[]) {
    const card = { number: numbers[network], expirationMonth: '12', expirationYear: '2040' }
    const made = await client.send({ path: '/tms/v1/instrumentidentifiers', body: { type: 'enrollable card', card } })
    instruments[network] = String((await readJson(made)).body['id'])
  }
})
const look = async (at: string, provider: string, asset: string) =>
  readJson(await client.send({ method: 'GET', path: `/tms/v2/tokens/${at}/${provider}/assets/${asset}` }))

describe('card art', () => {
  it.each<[Network, string, string, string]>([
    ['visa', 'vts', 'card-art-combined', 'cardArtCombined'],
    ['visa', 'vts', 'card-background', 'cardBackground'],
    ['visa', 'vts', 'brand-logo', 'brandLogo'],
    ['mastercard', 'mdes', 'card-art-combined', 'cardArtCombined'],
    ['mastercard', 'mdes', 'card-co-brand-logo', 'coBrandLogo'],
    ['mastercard', 'mdes', 'icon', 'icon'],
    ['mastercard', 'mscof', 'issuer-logo', 'issuerLogo'],
    ['amex', 'aets', 'card-issuer-logo', 'issuerLogo'],
  ])('of %s comes from %s as %s', async (network, provider, asset, type) => {
    expect(await look(instruments[network], provider, asset)).toMatchObject({
      status: 200,
      body: { id: expect.stringMatching(/^[0-9a-f]{32}$/), type, provider, content: [{ type: 'image/png' }] },
    })
  })

  it('is a PNG of the size it says', async () => {
    const { body } = await look(instruments.visa, 'vts', 'card-art-combined')
    const [{ data, width, height }] = body['content'] as [{ data: string; width: number; height: number }]
    expect([width, height]).toEqual([1536, 969])
    const png = Buffer.from(data, 'base64')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height])
    const length = png.readUInt32BE(33)
    expect(png.subarray(37, 41).toString()).toBe('IDAT')
    expect(inflateSync(png.subarray(41, 41 + length))).toHaveLength((1 + width / 8) * height)
    expect(png.subarray(-8, -4).toString()).toBe('IEND')
    // The check sum of an empty IEND is the same in every PNG.
    expect(png.subarray(-4).toString('hex')).toBe('ae426082')
    expect(png.length).toBeLessThan(2000)
  })

  it('is linked from the token, and found there', async () => {
    const made = await readJson(
      await client.send({ method: 'GET', path: `/tms/v1/instrumentidentifiers/${instruments.visa}` }),
    )
    const { metadata } = made.body['tokenizedCard'] as {
      metadata: { cardArt: { combinedAsset: { id: string; _links: { self: { href: string } } } } }
    }
    const { id, _links } = metadata.cardArt.combinedAsset
    expect((await readJson(await client.send({ method: 'GET', path: _links.self.href }))).body).toMatchObject({ id })
  })

  it.each<[string, () => string, string, string, number]>([
    ['a provider that is none', () => instruments.visa, 'xxx', 'card-art-combined', 400],
    ['an asset that is none', () => instruments.visa, 'vts', 'card-photo', 400],
    ['an asset that the provider lacks', () => instruments.amex, 'aets', 'card-icon', 400],
    ["another network's provider", () => instruments.visa, 'mdes', 'card-icon', 404],
    ['a token that is none', () => '7030000000000014639', 'vts', 'card-art-combined', 404],
  ])('is refused for %s', async (_, at, provider, asset, status) => {
    expect((await look(at(), provider, asset)).status).toBe(status)
  })
})
