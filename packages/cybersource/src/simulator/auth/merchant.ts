import type { SimulatedMerchant } from '../options.ts'
import { quote } from './quote.ts'

/** Whether the owner of a key may sign for the merchant that transacts: itself, or one of a portfolio's. [X §2b, dump J7] */
export function checkTransacting(transacting: unknown, owner: SimulatedMerchant): string | undefined {
  const { merchantId, transactingMerchants = [] } = owner
  if ([merchantId, ...transactingMerchants].some((one) => isSameMerchant(transacting, one))) return undefined
  return `v-c-merchant-id is ${quote(transacting)}: not a merchant that ${quote(merchantId)} may sign for`
}

/** Lower case is documented [D §2b]; an id is also taken as it was registered. */
export const isSameMerchant = (said: unknown, merchantId: string): boolean =>
  said === merchantId || said === merchantId.toLowerCase()
