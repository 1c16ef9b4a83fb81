import { noContent, notAllowed, notFound, refuse, refuseBody } from './answers.ts'
import type { BaseTokenRecord } from './base-token-book.ts'
import { readTextField } from './base-token-fields.ts'
import { readBillingAddress } from './billing-address.ts'
import type { Operation } from './call.ts'
import { resolved } from './conflicts.ts'
import { readExpiry } from './instrument.ts'
import type { TokenRel } from './links.ts'
import { allowOf } from './look-up-base-token.ts'
import { bodyIsNotJson } from './request-body.ts'
import { createReader, type Place, type Reader } from './validation.ts'

/**
 * PUT to the link of a part: the bare JSON value is what it is from now on [S]. PUT to the conflicts link: what conflicted is [O]; what the body
 * says, if it says anything, is not looked at [X].
 */
export const updateBaseToken: Operation = ({ host, id, body }) => {
  const { baseTokens, settings } = host
  const target = baseTokens.find(id)
  if (!target) return notFound()
  const { rel, token } = target
  if (rel === 'token') return notAllowed(allowOf(rel))
  const now = settings.clock.now()
  const next = rel === 'conflicts' ? resolved(token, token.conflict?.data ?? {}) : changed(token, rel, body, now)
  if (next instanceof Response) return next

  const since = now.getTime() - updateWindowMs
  const updates = (token.updates ?? []).filter((update) => Date.parse(update) > since)
  // A body that is wrong is told so first, and resolving a conflict counts as one update: both the sandbox's own [X].
  if (updates.length >= updatesPerWindow)
    return refuse(429, 'maximumUpdatesExceeded', 'Maximum number of updates for this token exceeded')
  baseTokens.save({ ...next, updates: [...updates, now.toISOString()] })
  return noContent()
}

/** 50 in a rolling 30 days [S]. */
const updatesPerWindow = 50
const updateWindowMs = 30 * 24 * 60 * 60 * 1000

function changed(
  token: BaseTokenRecord,
  rel: Exclude<TokenRel, 'token'>,
  body: unknown,
  now: Date,
): BaseTokenRecord | Response {
  if (body === undefined) return bodyIsNotJson()
  const read = createReader()
  const change = readChange(read, rel, { value: body, path: '$', label: '' }, token, now)
  return read.errors.length === 0 && change ? { ...token, ...change } : refuseBody(read.errors)
}

function readChange(
  read: Reader,
  rel: Exclude<TokenRel, 'token'>,
  at: Place,
  { card }: BaseTokenRecord,
  now: Date,
): Partial<BaseTokenRecord> | undefined {
  switch (rel) {
    case 'cardExpiryDate': {
      const expiry = readExpiry(read, { ...at, label: 'Card expiry date' }, now)
      return expiry && { card: { ...card, expiry } }
    }
    case 'billingAddress':
      return { billingAddress: readBillingAddress(read, { ...at, label: 'Billing address' }) }
    case 'cardHolderName':
      return { holderName: readTextField(read, at, rel) }
    case 'schemeTransactionReference':
      return { schemeReference: readTextField(read, at, rel) }
    case 'description': {
      const description = readTextField(read, at, rel)
      return description === undefined ? undefined : { description }
    }
  }
}
