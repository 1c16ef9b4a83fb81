#!/usr/bin/env node
import { once } from 'node:events'
import { enableCompileCache } from 'node:module'

// Before anything else is loaded: compiled code is kept from one run to the next, which halves the start.
enableCompileCache()
const { run } = await import('./run.ts')

/** The process around `nt`: streams, signals, exit code. */
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

// A reader that goes away (`nt … | head`) is no defect.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 74))

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  write: (text) => void process.stdout.write(text),
  drained: async () => {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  },
  warn: (text) => void process.stderr.write(text),
  columns: process.stdout.columns,
  interactive: process.stdin.isTTY === true,
  colour: process.stdout.hasColors?.() ?? false,
  signal: stop.signal,
})
