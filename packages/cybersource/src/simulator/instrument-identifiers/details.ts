import { z } from 'zod'
import type { JsonObject } from '../routes.ts'

const text = (max: number) => z.string().max(max).optional()

/** What is kept beside the card, and may be patched. What is not listed here is not kept. [D §4.6] */
export const details = z.object({
  source: z
    .string()
    .regex(/^[A-Z_]{1,30}$/)
    .optional(),
  billTo: z
    .object({
      firstName: text(60),
      lastName: text(60),
      address1: text(60),
      address2: text(60),
      locality: text(50),
      administrativeArea: text(20),
      postalCode: text(14),
      country: text(2),
      email: text(320),
      phoneNumber: text(15),
    })
    .optional(),
  tokenProvisioningInformation: z
    .object({ consumerConsentObtained: z.boolean().optional(), multiFactorAuthenticated: z.boolean().optional() })
    .optional(),
  processingInformation: z
    .object({
      authorizationOptions: z
        .object({
          initiator: z
            .object({
              merchantInitiatedTransaction: z
                .object({ previousTransactionId: text(15), originalAuthorizedAmount: text(15) })
                .optional(),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
})
export type Details = z.infer<typeof details>

/** A member each; only these of a request body are kept. */
export const detailNames = Object.keys(details.shape)

/** A card number that somebody has put into an address does not get into the memory. */
export function withoutCardNumbers(kept: Details): Details {
  const { billTo } = kept
  if (!billTo) return kept
  const clean = Object.entries(billTo).map(([name, value]) => [
    name,
    value?.replace(/(?:\d[ -]?){12,18}\d/g, (digits) => 'X'.repeat(digits.length)),
  ])
  return { ...kept, billTo: Object.fromEntries(clean) }
}

/** JSON merge patch: null removes, objects are merged, everything else is replaced whole. [D §4.0] */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name]
    else merged[name] = mergePatch(merged[name], value)
  }
  return merged
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
