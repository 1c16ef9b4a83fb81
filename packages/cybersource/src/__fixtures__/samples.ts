import { type Card, Pan, Secret } from '@nt/core'

/** A card number that appears nowhere else. */
export const canary = '4622943123116478'

export const card: Card = {
  pan: Pan.parse(canary),
  expiry: { month: 3, year: 2031 },
  securityCode: new Secret('942', 'security code'),
}

export const tokenId = 'F0E1D2C3B4A5968778695A4B3C2D1E0F'

/** A tokenized card as the guide prints it: flat. */
export const activeToken = {
  _links: {
    self: { href: `/tms/v2/tokenized-cards/${tokenId}` },
    instrumentIdentifier: { href: '/tms/v1/instrumentidentifiers/7030000000000016478' },
  },
  id: tokenId,
  object: 'tokenizedCard',
  source: 'ONFILE',
  state: 'ACTIVE',
  enrollmentId: '0a1b2c3d4e5f60718293a4b5c6d7e802',
  tokenReferenceId: '1f2e3d4c5b6a79880796a5b4c3d2e102',
  paymentAccountReference: 'V0010013000000000000000000000',
  number: '4895370000000007',
  expirationMonth: '12',
  expirationYear: '2031',
  type: 'visa',
  card: { suffix: '6478', expirationMonth: '03', expirationYear: '2031' },
}

export const credential = {
  _links: { self: { href: `/tms/v2/tokens/${tokenId}/payment-credentials` } },
  tokenizedCard: {
    state: 'ACTIVE',
    number: '4895370000000007',
    expirationMonth: '12',
    expirationYear: '2031',
    type: 'visa',
    cryptogram: 'AgAAAAAAAIR8CQrXcIhbQAAAAAA=',
    eci: '05',
    requestorId: '40010000001',
    applicationTransactionCounter: '0001',
    card: { suffix: '6478', expirationMonth: '03', expirationYear: '2031' },
  },
  card: { number: '462294XXXXXX6478' },
  issuer: { paymentAccountReference: 'V0010013000000000000000000000' },
}
