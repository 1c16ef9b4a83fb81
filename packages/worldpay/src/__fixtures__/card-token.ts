const base = 'https://try.access.worldpay.com'
export const tokenHref = `${base}/tokens/eyJrIjoxLCJkIjoidG9rZW4ifQ`

const link = (name: string) => ({
  href: `${base}/tokens/${Buffer.from(`{"k":1,"d":"${name}"}`).toString('base64url')}`,
})

export const cardTokenLinks = {
  'tokens:token': { href: tokenHref },
  'tokens:description': link('description'),
  'tokens:cardHolderName': link('cardHolderName'),
  'tokens:cardExpiryDate': link('cardExpiryDate'),
  'tokens:billingAddress': link('billingAddress'),
  'tokens:schemeTransactionReference': link('schemeTransactionReference'),
  'tokens:conflicts': link('conflicts'),
  'tokens:networkToken': { href: `${base}/tokens/network` },
  curies: [{ name: 'tokens', href: `${base}/rels/tokens/{rel}.json`, templated: true }],
}

/** The body of a card token; what is given replaces or adds. */
export const cardToken = (more: object = {}) => ({
  tokenPaymentInstrument: { type: 'card/tokenized', href: tokenHref },
  tokenId: '9912345678901234567',
  description: 'Token for 4444333322221111',
  tokenExpiryDateTime: '2031-01-01T10:30:00Z',
  namespace: 'shop',
  paymentInstrument: {
    type: 'card/masked',
    cardNumber: '4444********1111',
    cardHolderName: 'A Tester',
    cardExpiryDate: { month: 11, year: 2031 },
    billingAddress: { address1: '1 Street', postalCode: 'AB1 2CD', city: 'Town', countryCode: 'GB' },
    bin: '444433',
    brand: 'VISA',
    fundingType: 'credit',
  },
  schemeTransactionReference: '060720116005060',
  _links: cardTokenLinks,
  ...more,
})

export const conflictsOf = () => ({
  conflicts: {
    paymentInstrument: { cardHolderName: 'Other Name', cardExpiryDate: { month: 1, year: 2040 } },
    conflictsExpiryDateTime: '2031-01-01T10:30:00Z',
  },
})
