let alone = false;

/**
 * For a process whose corps are its own and change no more, as a rehearsal's do once it has begun: which
 * apps there are is looked up once, and calls, which the other side counts as well, are not written down.
 */
export function callAlone(): void {
  alone = true;
}

export const isAlone = (): boolean => alone;
