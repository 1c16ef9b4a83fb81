import { activeToken } from './samples.ts'

export const instrumentIdentifierId = '7030000000000016478'
const self = `https://apitest.cybersource.com/tms/v1/instrumentidentifiers/${instrumentIdentifierId}`
const { _links, paymentAccountReference, ...token } = activeToken

/** An instrument identifier with its network token, as the guide prints it. */
export const instrumentIdentifier = {
  _links: { self: { href: self }, paymentInstruments: { href: `${self}/paymentinstruments` } },
  id: instrumentIdentifierId,
  object: 'instrumentIdentifier',
  state: 'ACTIVE',
  card: { number: '462294XXXXXX6478' },
  tokenizedCard: { ...token, number: '489537XXXXXX0007' },
  issuer: { paymentAccountReference },
  metadata: { creator: 'sandbox_mid' },
}
