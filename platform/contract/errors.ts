/** An error the user caused or can act on. Anything else that is thrown is a bug and becomes a 500. */
export class AppError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Record<string, unknown>;

  constructor(code: string, status: number, details: Record<string, unknown> = {}) {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

export type ErrorMaker = (details?: Record<string, unknown>) => AppError;

/** defineErrors('campaigns', { notDraft: 409 }).notDraft({ id }) → AppError 'campaigns.notDraft' */
export function defineErrors<const M extends string, const T extends Record<string, number>>(
  module: M,
  statuses: T,
) {
  return Object.fromEntries(
    Object.entries(statuses).map(([name, status]) => [
      name,
      (details?: Record<string, unknown>) => new AppError(`${module}.${name}`, status, details),
    ]),
  ) as { [K in keyof T]: ErrorMaker };
}

export const platformErrors = defineErrors('platform', {
  /** The request does not fit the schema; details.issues names each field. */
  invalid: 400,
  notSignedIn: 401,
  forbidden: 403,
  notFound: 404,
  /** A second factor or a fresh password is needed before this. */
  stepUp: 403,
  conflict: 409,
  tooLarge: 413,
  unsupportedFile: 415,
  tooMany: 429,
  /** The audit chain is broken: nothing may be changed until it is looked into (CR-146). */
  readOnly: 503,
  /** Too busy or stopping: try again after `retryAfter` seconds. */
  busy: 503,
});
