/**
 * The exit codes that are not errors. Those of errors stand in core's error table (64 and up, after sysexits.h; 130 for Ctrl-C).
 * A script can tell "no token for this card" from "something went wrong".
 */
export const exitCodes = {
  ok: 0,
  /** At least one card was refused, or is still pending; nothing went wrong. */
  noToken: 3,
} as const
