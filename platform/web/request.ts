import type { AnyEndpoint } from '#platform/contract/endpoint.ts';
import { AppError } from '#platform/contract/errors.ts';
import { keptStore } from './store.ts';
import { lang } from './text/lang.ts';

/** The unit the person works in; null is everything they may see. Sent with each request. */
export const workingUnit = keptStore<string | null>('yuhang.unit', (kept) => kept);

/** What a call was refused with, and the id under which support finds it in the log. */
export class CallError extends AppError {
  readonly requestId: string | null;

  constructor(
    code: string,
    status: number,
    details: Record<string, unknown> = {},
    requestId: string | null = null,
  ) {
    super(code, status, details);
    this.name = 'CallError';
    this.requestId = requestId;
  }
}

/** What only the app around the screens can do. Set once, when the app starts. */
export interface Gate {
  /** The session is over: to the sign-in page, and back here afterwards. */
  signedOut: () => void;
  /** Asks for the password or the code again; true when it was right. */
  stepUp: () => Promise<boolean>;
}

let gate: Gate = { signedOut: () => {}, stepUp: async () => false };
export const setGate = (next: Gate): void => {
  gate = next;
};

export function headersFor(endpoint: AnyEndpoint, hasJson: boolean): Record<string, string> {
  const unit = workingUnit.get();
  return {
    'accept-language': lang.get(),
    ...(unit ? { 'x-yuhang-unit': unit } : {}),
    ...(endpoint.method === 'GET' ? {} : { 'x-yuhang-csrf': '1' }),
    ...(hasJson ? { 'content-type': 'application/json' } : {}),
  };
}

/** Reads `{ error: { code, details, requestId } }`; anything else is a gateway's or a crash's answer. */
export function errorFrom(status: number, text: string, requestId: string | null): CallError {
  try {
    const { error } = JSON.parse(text);
    if (typeof error?.code === 'string')
      return new CallError(error.code, status, error.details ?? {}, error.requestId ?? requestId);
  } catch {
    // Not ours: fall through.
  }
  // What stands before the server answers while the server is away.
  const away = status === 502 || status === 504;
  return new CallError(
    status === 503 ? 'platform.busy' : away ? 'platform.away' : 'platform.internal',
    status,
    {},
    requestId,
  );
}

/** Seconds to wait before attempt n+1 of a call the server was too busy for; null: give up. */
export function backOff(error: CallError, attempt: number, random = Math.random()): number | null {
  if (error.code !== 'platform.busy' || attempt >= 3) return null;
  const told = Number(error.details.retryAfter);
  const wait = Number.isFinite(told) && told > 0 ? told : 0.5 * 2 ** attempt;
  return Math.min(wait, 10) * (0.8 + 0.4 * random);
}

const pause = (seconds: number) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Sends again after a pause when the server was too busy, and after a step-up when it asked for one. */
export async function persist<T>(endpoint: AnyEndpoint, attempt: () => Promise<T>): Promise<T> {
  let steppedUp = false;
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      // A refused password is the sign-in page's own business, not the end of a session.
      if (error.code === 'platform.notSignedIn' && endpoint.permission !== 'public')
        gate.signedOut();
      if (error.code === 'platform.stepUp' && !steppedUp) {
        steppedUp = true;
        if (await gate.stepUp()) continue;
      }
      const wait = backOff(error, tries);
      if (wait === null) throw error;
      await pause(wait);
    }
  }
}

export interface Wire {
  url: string;
  body?: unknown;
  signal?: AbortSignal;
}

/** One HTTP exchange; throws CallError for whatever is not a success. */
export async function exchange(endpoint: AnyEndpoint, wire: Wire): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(wire.url, {
      method: endpoint.method,
      headers: headersFor(endpoint, wire.body !== undefined),
      credentials: 'same-origin',
      ...(wire.body === undefined ? {} : { body: JSON.stringify(wire.body) }),
      ...(wire.signal ? { signal: wire.signal } : {}),
    });
  } catch (cause) {
    if (wire.signal?.aborted) throw cause;
    throw new CallError('platform.offline', 0);
  }
  if (!response.ok)
    throw errorFrom(response.status, await response.text(), response.headers.get('x-request-id'));
  return response;
}
