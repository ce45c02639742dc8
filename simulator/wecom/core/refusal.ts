import { wecomErrorText } from '#protocol/wecom/errors/catalogue.ts';

/** A business error: HTTP 200 and a code in the body. */
export class Refusal extends Error {
  readonly code: number;

  constructor(code: number, reason?: string) {
    super(reason ?? wecomErrorText(code).meaning[1]);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** Says no unless it holds. */
export function demand(condition: unknown, code: number, reason?: string): asserts condition {
  if (!condition) throw new Refusal(code, reason);
}

/** Finds or refuses. */
export function found<T>(value: T | undefined | null, code: number, reason?: string): T {
  if (value === undefined || value === null) throw new Refusal(code, reason);
  return value;
}
