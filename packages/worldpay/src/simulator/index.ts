export type { WorldpaySimulatorOptions } from './options.ts'
export { createWorldpaySimulator, type WorldpaySimulator } from './simulator.ts'
export { type Behaviour, type TestCard, testCards } from './test-cards.ts'
