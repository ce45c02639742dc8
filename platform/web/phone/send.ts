export class PhoneError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, status: number) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

let surface: string | null = null;

/** On which surface these pages stand, where it makes a difference whose session counts. */
export function speakAs(name: string): void {
  surface = name;
}

export const filled = (path: string, params: Readonly<Record<string, string>>) =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));

/**
 * Calls an endpoint by method and path. Pages on phones do without the schemas of the contract: what
 * checks and documents them on the server would be most of what a phone has to load.
 */
export async function send<T>(
  [method, path]: readonly [string, string],
  {
    params = {},
    query,
    body,
  }: {
    params?: Readonly<Record<string, string>>;
    query?: Readonly<Record<string, string>>;
    body?: object;
  } = {},
): Promise<T> {
  const search = query ? `?${new URLSearchParams(query)}` : '';
  const answer = await fetch(`${filled(path, params)}${search}`, {
    method,
    credentials: 'same-origin',
    headers: {
      'x-yuhang-csrf': '1',
      'x-yuhang-lang': document.documentElement.lang,
      ...(surface ? { 'x-yuhang-surface': surface } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw new PhoneError('offline', 0);
  });
  if (answer.ok) return (await answer.json()) as T;
  const { error } = await answer.json().catch(() => ({ error: null }));
  throw new PhoneError(error?.code ?? 'platform.bug', answer.status);
}
