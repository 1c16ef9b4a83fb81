import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Figure, print } from './report.ts'

/** Each figure has a process of its own: what one leaves behind, the SDK most of all, must not weigh on the next. */
const figures: Readonly<Record<string, () => Promise<{ readonly figure: Figure }>>> = {
  open: () => import('./figures/open.ts'),
  seal: () => import('./figures/seal.ts'),
  sign: () => import('./figures/sign.ts'),
  call: () => import('./figures/call.ts'),
  heap: () => import('./figures/heap.ts'),
  merchants: () => import('./figures/merchants.ts'),
  size: () => import('./figures/size.ts'),
  worldpay: () => import('./figures/worldpay.ts'),
}

const [...asked] = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(figures, name))
if (unknown.length > 0) {
  console.error(`no figure is called ${unknown.join(', ')}; there are ${Object.keys(figures).join(', ')}`)
  process.exitCode = 2
} else if (asked.length === 1) {
  const { figure } = (await figures[asked[0] ?? '']?.()) ?? {}
  if (figure) {
    console.log(`\n## ${asked[0]}: ${figure.about}`)
    print(await figure.run())
  }
} else {
  const script = fileURLToPath(import.meta.url)
  for (const name of asked.length > 0 ? asked : Object.keys(figures)) {
    const { status } = spawnSync(process.execPath, [...process.execArgv, script, name], { stdio: 'inherit' })
    if (status !== 0) process.exitCode = 1
  }
}
