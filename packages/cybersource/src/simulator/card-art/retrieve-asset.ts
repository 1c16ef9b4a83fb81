import { badRequest, notAvailable, notFound } from '../errors.ts'
import type { Operation } from '../routes.ts'
import type { TokenBook } from '../token-record.ts'
import { assetIdOf, findAsset, providers } from './assets.ts'
import { makePng } from './png.ts'

/** `GET /tms/v2/tokens/{id}/{provider}/assets/{assetType}`, by instrument identifier or tokenized card. [D §4.7] Its errors are [I]. */
export const retrieveAsset =
  (book: TokenBook): Operation =>
  ({ caller, id, params }) => {
    const provider = providers[params['provider'] ?? '']
    if (!provider) return badRequest('invalidParameters', 'Invalid parameter values', { name: 'tokenProvider' })
    const asset = findAsset(params['assetType'] ?? '')
    if (!asset || !provider.assets.includes(asset.name))
      return badRequest('invalidParameters', 'Invalid parameter values', { name: 'assetType' })
    const owner = caller.owner.merchantId
    const token = book.find(owner, id) ?? book.findByInstrument(owner, id)
    if (!token || token.type !== provider.network) return notFound()
    if (token.deletedBy === 'merchant') return notAvailable()
    // The documented size of the combined picture; the others are the sandbox's own.
    const [width, height] = asset.name === 'card-art-combined' ? [1536, 969] : [128, 64]
    const data = makePng(width, height).toString('base64')
    return {
      status: 200,
      body: {
        id: assetIdOf(token, asset.name),
        type: asset.type,
        provider: params['provider'],
        content: [{ type: 'image/png', data, width, height }],
      },
    }
  }
