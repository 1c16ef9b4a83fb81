import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance.ts'
import { activeToken, capability, failsWith, stored } from './expect.ts'

const group = 'card art'

export const cardArtCases: readonly ConformanceCase[] = [
  {
    group,
    name: 'gives a picture of the card as bytes',
    needs: ['card art'],
    run: async (subject) => {
      const { provider, cards, cardArt } = await subject.open()
      assert.ok(cardArt)
      const token = await activeToken(provider, cards.active)
      const { images } = await capability(provider, 'cardArt')(stored(token), cardArt)
      assert.ok(images.length > 0)
      for (const { mediaType, bytes } of images) {
        assert.match(mediaType, /^(?:image|application)\/[\w.+-]+$/)
        assert.ok(bytes instanceof Uint8Array && bytes.byteLength > 0)
      }
    },
  },
  {
    group,
    name: 'says that it knows no such token to show',
    needs: ['card art'],
    run: async (subject) => {
      const { provider, unknownReference, cardArt } = await subject.open()
      assert.ok(cardArt)
      const ref = { provider: provider.id, id: unknownReference }
      await failsWith(capability(provider, 'cardArt')(ref, cardArt), 'token_not_found')
    },
  },
]
