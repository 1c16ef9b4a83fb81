import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { keptSandboxKeys } from './sandbox-keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'nt-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('keys are made once, and are the same for everyone who comes first', async () => {
  const file = join(folder, 'sandbox', 'keys.json')
  const all = await Promise.all([keptSandboxKeys(file), keptSandboxKeys(file), keptSandboxKeys(file)])
  const again = await keptSandboxKeys(file)
  for (const keys of all) {
    expect(keys.worldpay).toEqual(again.worldpay)
    expect(keys.fingerprintKey).toEqual(again.fingerprintKey)
    expect(keys.cybersource.p12).toEqual(again.cybersource.p12)
    expect(
      keys.cybersource.provider.requestMle.privateKey.equals(again.cybersource.provider.requestMle.privateKey),
    ).toBe(true)
  }
  expect(statSync(file).mode & 0o077).toBe(0)
  expect(readdirSync(join(folder, 'sandbox'))).toEqual(['keys.json'])
})

test('keys that cannot be read say how to begin afresh', async () => {
  const file = join(folder, 'broken.json')
  writeFileSync(file, '{"cyb')
  await expect(keptSandboxKeys(file)).rejects.toMatchObject({
    code: 'configuration_invalid',
    message: expect.stringContaining('remove the folder') as string,
  })
})

test('a folder that cannot be made is told in one line', async () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  await expect(keptSandboxKeys(join(file, 'below', 'keys.json'))).rejects.toMatchObject({
    code: 'configuration_invalid',
    message: expect.stringContaining('cannot be made; name another with NT_SANDBOX_DIR') as string,
  })
})
