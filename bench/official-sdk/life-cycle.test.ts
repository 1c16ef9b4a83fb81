import { createCybersourceSimulator } from '@nt/cybersource/simulator'
import { type MerchantKeys, makeMerchantKeys } from '@nt/mle/testing'
import { type Listening, listen } from '@nt/sandbox'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type KeyFolder, type Mode, modes, sealsRequests, sharedSecret, writeKeyFolder } from './modes.ts'
import { createOfficialSdk, loadSdk } from './sdk.ts'
import { type Journey, steps } from './steps.ts'

let keys: MerchantKeys
let folder: KeyFolder
beforeAll(async () => {
  keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
  folder = writeKeyFolder(keys)
  for (const version of ['0.0.83', '0.0.77'] as const) loadSdk(version)
}, 60_000)
afterAll(() => folder.remove())

const name = ({ version, auth, mle }: Mode): string => `the official SDK ${version}, ${auth}, ${mle}`

describe.each(modes.map((mode) => [name(mode), mode] as const))('%s', (_, mode) => {
  let host: Listening
  let journey: Journey
  beforeAll(async () => {
    const merchants = { ...keys, sharedSecrets: [sharedSecret] }
    host = await listen(createCybersourceSimulator({ merchants, requireRequestMle: sealsRequests(mode) }))
    const sdk = createOfficialSdk(mode.version, folder.settings(mode, host.url))
    const openCredential = (jwe: string): Promise<unknown> => sdk.open(keys.tokenManagement.privateKeyPem, jwe)
    journey = { mode, sdk, openCredential, id: '', instrumentIdentifier: '', etag: '' }
  })
  afterAll(() => host.close())

  it.each(steps.map((step) => [step.name, step] as const))('%s', (_name, step) => step.run(journey))
})
