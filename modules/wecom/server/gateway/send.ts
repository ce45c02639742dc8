import type { WecomEndpoint } from '#protocol/wecom/endpoint.ts';

export interface OutgoingFile {
  readonly name: string;
  readonly type?: string;
  readonly bytes: Uint8Array;
}

export interface Outgoing {
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly file?: OutgoingFile | undefined;
}

export interface IncomingFile {
  readonly bytes: Buffer;
  readonly name: string | null;
  readonly type: string;
}

/** What became of one request. */
export type Answer =
  | { readonly kind: 'answer'; readonly errcode: number; readonly errmsg: string; json: object }
  | { readonly kind: 'file'; readonly file: IncomingFile }
  /** No connection came about: nothing left this machine. */
  | { readonly kind: 'not-sent'; readonly why: string }
  /** It may have arrived and been carried out. */
  | { readonly kind: 'no-answer'; readonly why: string };

const NOT_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|.*CERT.*|UNABLE_TO_.*)$/;

/** One request over the wire. Never throws; the address, which carries the token, is never told. */
export async function send(
  baseUrl: string,
  endpoint: WecomEndpoint,
  { query = {}, body, file }: Outgoing,
  token: string | null,
  timeoutMs: number,
): Promise<Answer> {
  const url = new URL(`${baseUrl}${endpoint.path}`);
  if (token !== null) url.searchParams.set('access_token', token);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) url.searchParams.set(name, String(value));
  try {
    const response = await fetch(url, {
      method: endpoint.method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(endpoint.method === 'POST' ? payload(endpoint, body, file) : {}),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) return { kind: 'no-answer', why: `HTTP ${response.status}` };
    const type = response.headers.get('content-type') ?? '';
    if (endpoint.transfer === 'download' && !/json|^text\/plain/.test(type))
      return { kind: 'file', file: { bytes, type, name: fileName(response) } };
    return read(bytes);
  } catch (err) {
    const code = codeOf(err);
    return { kind: NOT_SENT.test(code) ? 'not-sent' : 'no-answer', why: code };
  }
}

function payload(endpoint: WecomEndpoint, body: unknown, file: OutgoingFile | undefined) {
  if (endpoint.transfer !== 'upload' || !file)
    return {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    };
  const form = new FormData();
  const blob = new Blob([file.bytes as Uint8Array<ArrayBuffer>], {
    type: file.type ?? 'application/octet-stream',
  });
  form.set('media', blob, file.name);
  return { body: form };
}

function read(bytes: Buffer): Answer {
  try {
    const json: unknown = JSON.parse(bytes.toString());
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
      const { errcode = 0, errmsg = '' } = json as { errcode?: unknown; errmsg?: unknown };
      if (Number.isInteger(errcode))
        return { kind: 'answer', errcode: errcode as number, errmsg: String(errmsg), json };
    }
  } catch {
    // Whatever stood in between answered in its place.
  }
  return { kind: 'no-answer', why: 'the answer is no JSON' };
}

function fileName(response: Response): string | null {
  const header = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(header)?.[1];
  try {
    if (encoded) return decodeURIComponent(encoded);
  } catch {
    // The plain name is there too.
  }
  return /filename="([^"]*)"/i.exec(header)?.[1] ?? null;
}

function codeOf(err: unknown): string {
  const { name, cause } = err as { name?: string; cause?: { code?: string; errors?: unknown[] } };
  if (name === 'TimeoutError') return 'time-out';
  const inner = cause?.errors?.[0] as { code?: string } | undefined;
  return cause?.code ?? inner?.code ?? name ?? 'unknown';
}
