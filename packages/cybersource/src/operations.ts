import type { Operation } from '@nt/provider-kit'

/** The operations whose body is sealed unless the settings except them, by the names of the client's methods. */
const withBody = [
  'tokenizedCards.create',
  'tokenizedCards.delete',
  'tokenizedCards.simulateIssuerEvent',
  'instrumentIdentifiers.create',
  'instrumentIdentifiers.update',
  'instrumentIdentifiers.enroll',
  'paymentCredentials.create',
  'paymentCredentials.createV3',
] as const
/** Those whose body is sealed whatever the settings say, never (webhooks), or not there. */
const others = [
  'tokenizedCards.get',
  'instrumentIdentifiers.createFromToken',
  'instrumentIdentifiers.get',
  'instrumentIdentifiers.delete',
  'instrumentIdentifiers.listPaymentInstruments',
  'cardArt.get',
  'tokenize.create',
  'webhooks.createKey',
  'webhooks.subscribe',
  'webhooks.get',
  'webhooks.list',
  'webhooks.update',
  'webhooks.delete',
  'webhooks.setStatus',
] as const

/** An operation that carries a body. */
export type CybersourceOperationWithBody = (typeof withBody)[number]
/** An operation of the client, as errors and exchanges name it. */
export type CybersourceOperation = CybersourceOperationWithBody | (typeof others)[number]

export const operationsWithBody: readonly string[] = withBody
export const operations: readonly string[] = [...withBody, ...others]

/**
 * Cybersource takes a tokenize request sealed only [S], and a wallet's token [D]: nothing switches that off. The official SDK sends both in clear with
 * HTTP Signature [X].
 */
export const isAlwaysSealed = ({ name, route }: Pick<Operation, 'name' | 'route'>): boolean =>
  route.endsWith('/tokenize') || name === 'instrumentIdentifiers.createFromToken'
