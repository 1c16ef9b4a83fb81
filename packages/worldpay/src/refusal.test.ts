import type { RefusalReason } from '@nt/core'
import { describe, expect, it } from 'vitest'
import { toRefusal } from './refusal.ts'
import type { ProvisioningError } from './token-answer.ts'

describe('the reason of a refusal', () => {
  it.each<[readonly ProvisioningError[], string | undefined, RefusalReason, string | undefined]>([
    [[{ errorCode: '301', providerErrorCode: '403' }], undefined, 'card_not_eligible', '301/403'],
    [[{ errorCode: '301', providerErrorCode: '400' }], 'Provision Processor Error', 'invalid_request', '301/400'],
    [[{ errorCode: '301', providerErrorCode: '500' }], undefined, 'service_unavailable', '301/500'],
    [[{ errorCode: '301', providerErrorCode: '503' }], undefined, 'service_unavailable', '301/503'],
    [[{ errorCode: '301', providerErrorCode: '5033' }], undefined, 'unmapped', '301/5033'],
    [[{ errorCode: '999', providerErrorCode: '418' }], undefined, 'unmapped', '999/418'],
    [[{ errorCode: '301' }], undefined, 'unmapped', '301'],
    [[{ providerErrorCode: '403' }], undefined, 'card_not_eligible', '403'],
    [[{ errorCode: '1' }, { errorCode: '301', providerErrorCode: '403' }], undefined, 'card_not_eligible', '301/403'],
    [[{}], 'Provision Processor Error', 'unmapped', 'Provision Processor Error'],
    [[], 'Deleted', 'unmapped', 'Deleted'],
    [[], undefined, 'unmapped', undefined],
  ])('%j with status %j is %s', (errors, status, reason, providerCode) => {
    expect(toRefusal(errors, status)).toEqual({ reason, providerCode })
  })
})
