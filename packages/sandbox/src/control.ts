/** What a test may do behind a simulated host's back. It is part of the conformance suite's contract, so it is declared there. */
export type { HostControl } from '@nt/core/testing'
