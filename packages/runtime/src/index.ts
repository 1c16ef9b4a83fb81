export { compose, openRuntime, type Runtime } from './compose.ts'
export { type Config, type Environment, readConfig } from './config.ts'
export { type RunningSandbox, type SandboxOptions, startSandbox } from './sandbox.ts'
export { announce, findRunning, type ReadyLine, writeReadyFiles } from './sandbox-folder.ts'
