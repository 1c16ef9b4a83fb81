import { describe, expect, it } from 'vitest'
import { type FakeAnswer, fakeHost } from './__fixtures__/fake-host.ts'
import { instrumentIdentifier, instrumentIdentifierId } from './__fixtures__/instrument-identifier.ts'
import { activeToken, tokenId } from './__fixtures__/samples.ts'
import { createCybersourceProvider } from './adapter.ts'
import type { CardArtAssetType, CardArtProvider } from './card-art.ts'
import { createCybersource } from './client.ts'
import { instrumentReference } from './token-reference.ts'

const pixel = Buffer.from('89504e470d0a1a0a0000', 'hex')
const content = { type: 'image/png', data: pixel.toString('base64'), width: 1536, height: 969 }
const art = { id: 'a1', type: 'cardArtCombined', provider: 'vts', content: [content] }

describe('the client', () => {
  async function get(
    answer: FakeAnswer,
    provider: CardArtProvider = 'vts',
    type: CardArtAssetType = 'card-art-combined',
  ) {
    const host = await fakeHost(answer)
    const { cardArt } = createCybersource({ ...host.settings, retries: 0 })
    return { value: await cardArt.get(instrumentIdentifierId, provider, type), path: host.seen[0]?.path }
  }

  it.each(['vts', 'mdes', 'mscof', 'aets', 'a-new-one'] as const)('asks for every picture of %s', async (provider) => {
    for (const type of [
      'card-art-combined',
      'card-background',
      'card-brand-logo',
      'card-issuer-logo',
      'card-co-brand-logo',
      'card-icon',
      'brand-logo',
      'issuer-logo',
      'icon',
      'a-new-one',
    ]) {
      const { path } = await get({ json: art }, provider, type)
      expect(path).toBe(`/tms/v2/tokens/${instrumentIdentifierId}/${provider}/assets/${type}`)
    }
  })

  it('gives the bytes', async () => {
    const { value } = await get({ json: { ...art, content: [content, { type: 'image/svg+xml', data: '' }] } })
    expect(value).toMatchObject({
      id: 'a1',
      type: 'cardArtCombined',
      provider: 'vts',
      content: [
        { type: 'image/png', data: new Uint8Array(pixel), width: 1536, height: 969 },
        { type: 'image/svg+xml', data: new Uint8Array() },
      ],
    })
  })

  it.each<[string, object]>([
    ['no picture', { ...art, content: [] }],
    ['no list', { ...art, content: undefined }],
    ['data that is not base64', { ...art, content: [{ ...content, data: '<svg>' }] }],
    ['no data', { ...art, content: [{ ...content, data: undefined }] }],
    ['no media type', { ...art, content: [{ ...content, type: undefined }] }],
    ['a media type that is none', { ...art, content: [{ ...content, type: 'text/html; a="<b>"' }] }],
  ])('reads no answer with %s', async (_, json) => {
    await expect(get({ json })).rejects.toMatchObject({ code: 'answer_unreadable' })
  })

  it.each(['../x', 'a/b', 'a?b'])('keeps %s inside its place in the path', async (odd) => {
    const { path } = await get({ json: art }, odd, odd)
    expect(path?.split('/')).toHaveLength(8)
    expect(path).not.toContain('?')
  })
})

describe('the provider', () => {
  const ref = { provider: 'cybersource', id: tokenId }
  async function show(
    token: object,
    asset: Parameters<ReturnType<typeof createCybersourceProvider>['cardArt']>[1],
    reference = ref,
  ) {
    const host = await fakeHost({ json: token }, { json: art })
    const value = await createCybersourceProvider({ ...host.settings, retries: 0 }).cardArt(reference, asset)
    return { value, paths: host.seen.map(({ path }) => path) }
  }
  const linked = (member: string, href: string) => ({
    ...activeToken,
    number: undefined,
    metadata: { cardArt: { [member]: { id: 'a1', _links: { self: { href } } } } },
  })

  it('finds the picture by the link of the token', async () => {
    const href = '/tms/v2/tokens/7031530000033441624/vts/assets/card-art-combined'
    const { value, paths } = await show(linked('combinedAsset', href), 'card')
    expect(paths).toEqual([`/tms/v2/tokenized-cards/${tokenId}`, href])
    expect(value).toEqual({
      id: 'a1',
      images: [{ mediaType: 'image/png', bytes: new Uint8Array(pixel), width: 1536, height: 969 }],
    })
  })

  it.each([
    ['brand-logo', 'brandLogoAsset', '/tms/v2/tokens/7031/vts/assets/brand-logo'],
    ['issuer-logo', 'issuerLogoAsset', 'https://elsewhere.example/tms/v2/tokens/7031/mdes/assets/issuer-logo?x=1'],
    ['icon', 'iconAsset', 'tms/v2/tokens/7031/mdes/assets/icon'],
  ] as const)('takes the parts of the link to the %s and never follows it', async (asset, member, href) => {
    const { paths } = await show(linked(member, `/${href}`.replace('//', '/').replace('/https:/', 'https://')), asset)
    const [, parts = ''] = /(\/tokens\/[^?]+)/.exec(href.startsWith('/') ? href : `/${href}`) ?? []
    expect(paths[1]).toBe(`/tms/v2${parts}`)
  })

  it.each([
    ['card', 'visa', 'vts', 'card-art-combined'],
    ['background', 'visa', 'vts', 'card-background'],
    ['brand-logo', '001', 'vts', 'card-brand-logo'],
    ['card', 'mastercard', 'mdes', 'card-art-combined'],
    ['co-brand-logo', 'mastercard', 'mdes', 'card-co-brand-logo'],
    ['icon', 'mastercard', 'mdes', 'card-icon'],
    ['issuer-logo', 'americanexpress', 'aets', 'card-issuer-logo'],
  ] as const)('without a link asks for the %s of %s where it is documented', async (asset, type, provider, name) => {
    const { paths } = await show({ ...activeToken, number: undefined, type }, asset)
    expect(paths[1]).toBe(`/tms/v2/tokens/7030000000000016478/${provider}/assets/${name}`)
  })

  it('finds what has no link beside what has one', async () => {
    const token = { ...linked('combinedAsset', '/tms/v2/tokens/7031/vts/assets/card-art-combined'), _links: {} }
    expect((await show(token, 'background')).paths[1]).toBe('/tms/v2/tokens/7031/vts/assets/card-background')
  })

  it('knows the place of older links, and of a wallet token', async () => {
    const _links = { instrumentidentifier: { href: 'https://h.example/tms/v1/instrumentidentifiers/703' } }
    expect((await show({ ...activeToken, _links }, 'card')).paths[1]).toBe(
      '/tms/v2/tokens/703/vts/assets/card-art-combined',
    )
    const wallet = { provider: 'cybersource', id: instrumentReference(instrumentIdentifierId) }
    expect((await show(instrumentIdentifier, 'card', wallet)).paths).toEqual([
      `/tms/v1/instrumentidentifiers/${instrumentIdentifierId}`,
      `/tms/v2/tokens/${instrumentIdentifierId}/vts/assets/card-art-combined`,
    ])
  })

  it.each<[string, object, 'icon' | 'card']>([
    ['a picture that the network does not have', activeToken, 'icon'],
    ['a token that is linked to nothing', { ...activeToken, _links: {} }, 'card'],
    ['a network without pictures', { ...activeToken, type: '007' }, 'card'],
  ])('has no %s', async (_, token, asset) => {
    await expect(show(token, asset)).rejects.toMatchObject({ code: 'operation_unsupported', operation: 'cardArt.get' })
  })
})
