import { expect, test } from 'vitest'
import { toDisplay } from './display.ts'

test("is what the issuer says, in the port's words", () => {
  const display = toDisplay({
    creator: 'sandbox_mid',
    issuer: {
      name: 'Example Bank',
      shortDescription: 'Example',
      longDescription: 'Example Bank Card',
      email: 'a@example.com',
    },
    cardArt: {
      foregroundColor: '1af0f0',
      backgroundColor: 'blue',
      combinedAsset: {
        id: 'a1',
        _links: { self: { href: '/tms/v2/tokens/7030000000000014639/vts/assets/card-art-combined' } },
      },
      brandLogoAsset: {},
      iconAsset: { id: 'i1' },
    },
  })
  expect(display).toEqual({
    display: {
      issuer: { name: 'Example Bank', description: 'Example', email: 'a@example.com' },
      colours: { foreground: '1af0f0' },
      assets: ['card', 'icon'],
    },
  })
})

test('is not there when nothing is said', () => {
  expect(toDisplay(undefined)).toEqual({})
  expect(toDisplay({ creator: 'sandbox_mid', cardArt: { brandLogoAsset: {} }, issuer: {} })).toEqual({})
})
