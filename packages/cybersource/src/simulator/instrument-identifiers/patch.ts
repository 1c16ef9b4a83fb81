import { fingerprint } from '@nt/sandbox'
import { badRequest, fault, invalidBody } from '../errors.ts'
import type { JsonObject, Operation } from '../routes.ts'
import type { Settings } from '../settings.ts'
import { detailNames, details, mergePatch, withoutCardNumbers } from './details.ts'
import { etagOf, type InstrumentDesk } from './instrument-answer.ts'
import type { InstrumentBook } from './instrument-record.ts'

/** `PATCH …/{id}`, a merge patch. The card cannot change. [D §4.6] */
export const patchInstrument =
  ({ fingerprintKey }: Settings, desk: InstrumentDesk, instruments: InstrumentBook): Operation =>
  (call) => {
    const found = desk.find(call)
    if ('refused' in found) return found.refused
    const { record } = found
    const ifMatch = call.headers.get('if-match')
    // Weak comparison, with or without quotes. [the sandbox's own]
    const plain = (tag: string) => tag.trim().replace(/^W\//, '').replaceAll('"', '')
    if (
      ifMatch !== null &&
      ifMatch.trim() !== '*' &&
      !ifMatch.split(',').some((tag) => plain(tag) === plain(etagOf(record)))
    )
      return fault(412, 'conflict', 'Precondition failed: if-match is not the current ETag')
    const { card, bankAccount } = call.body
    if (
      changesNumber(card, record.account?.maskedNumber, record.account?.fingerprint, fingerprintKey) ||
      changesNumber(bankAccount, record.bankAccount?.maskedNumber, undefined, fingerprintKey)
    )
      return badRequest('unsupportedPaymentMethodModification', 'Unsupported payment method modification', {
        name: 'number',
        location: card === undefined ? 'bankAccount' : 'card',
      })
    const patch = Object.fromEntries(Object.entries(call.body).filter(([name]) => detailNames.includes(name)))
    const merged = details.safeParse(mergePatch(record.details, patch))
    if (!merged.success) return invalidBody(merged.error, call.body)
    const changed = { ...record, version: record.version + 1, details: withoutCardNumbers(merged.data) }
    instruments.put(changed)
    return desk.show(call, changed, 200)
  }

/** Whether a patch would give the identifier another number, or take its number away. */
function changesNumber(
  patch: unknown,
  masked: string | undefined,
  print: string | undefined,
  key: Uint8Array,
): boolean {
  if (patch === undefined) return false
  if (typeof patch !== 'object' || patch === null) return true
  const { number } = patch as JsonObject
  if (number === undefined || number === masked) return false
  return print === undefined || fingerprint(String(number), key) !== print
}
