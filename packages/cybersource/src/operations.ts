import type { Operation } from '@nt/provider-kit'

/** The operations that carry a body, by the names of the client's methods: whether it is sealed can be set one by one. */
const withBody = ['tokenizedCards.create', 'tokenizedCards.delete', 'paymentCredentials.create'] as const
const withoutBody = ['tokenizedCards.get'] as const

/** An operation that carries a body. */
export type CybersourceOperationWithBody = (typeof withBody)[number]
/** An operation of the client, as errors and exchanges name it. */
export type CybersourceOperation = CybersourceOperationWithBody | (typeof withoutBody)[number]

export const operationsWithBody: readonly string[] = withBody
export const operations: readonly string[] = [...withBody, ...withoutBody]

/** Cybersource takes a tokenize request sealed only [S]: nothing switches that off. The official SDK sends it in clear with HTTP Signature [X]. */
export const isAlwaysSealed = ({ route }: Pick<Operation, 'route'>): boolean => route.endsWith('/tokenize')
