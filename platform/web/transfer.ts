import type { AnyEndpoint, CallInput, Reply } from '#platform/contract/endpoint.ts';
import { addressOf } from './address.ts';
import { CallError, errorFrom, exchange, headersFor, persist } from './request.ts';

/** The name in `Content-Disposition`; the UTF-8 form wins. */
export function fileNameOf(disposition: string | null, otherwise: string): string {
  const utf8 = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (utf8) {
    try {
      return decodeURIComponent(utf8);
    } catch {
      // A broken name is not worth a failed download.
    }
  }
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? otherwise;
}

/** Saves what a `produces: 'file'` endpoint answers. Goes through fetch so that refusals can be shown. */
export async function download<E extends AnyEndpoint>(
  endpoint: E,
  input: CallInput<E> = {},
  otherwise = 'download',
): Promise<string> {
  const { params, query, body } = input as {
    params?: Record<string, unknown>;
    query?: Record<string, unknown>;
    body?: unknown;
  };
  const url = addressOf(endpoint, params, query);
  const sent = endpoint.method === 'GET' ? {} : { body: body ?? {} };
  const response = await persist(endpoint, () => exchange(endpoint, { url, ...sent }));
  const name = fileNameOf(response.headers.get('content-disposition'), otherwise);
  const href = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
  return name;
}

export interface UploadOptions {
  /** 0 to 1. */
  progress?: (share: number) => void;
  signal?: AbortSignal;
}

/** Sends one file to an `upload: true` endpoint; fields of the body go first, so the server reads them before the file. */
export async function upload<E extends AnyEndpoint>(
  endpoint: E,
  file: File,
  input: CallInput<E> = {},
  options: UploadOptions = {},
): Promise<Reply<E>> {
  const { params, query, body } = input as {
    params?: Record<string, unknown>;
    query?: Record<string, unknown>;
    body?: Record<string, unknown>;
  };
  const url = addressOf(endpoint, params, query);
  const answer = await persist(endpoint, () => sendForm(endpoint, url, file, body ?? {}, options));
  return endpoint.reply.parse(answer) as Reply<E>;
}

function sendForm(
  endpoint: AnyEndpoint,
  url: string,
  file: File,
  fields: Record<string, unknown>,
  { progress, signal }: UploadOptions,
): Promise<unknown> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined)
      form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  form.append('file', file, file.name);
  // fetch tells nothing about the way up; XMLHttpRequest does.
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(endpoint.method, url);
    for (const [name, value] of Object.entries(headersFor(endpoint, false)))
      xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) =>
      event.lengthComputable && progress?.(event.loaded / event.total);
    xhr.onload = () => {
      if (xhr.status >= 200 && xhr.status < 300)
        resolve(xhr.responseText === '' ? undefined : JSON.parse(xhr.responseText));
      else reject(errorFrom(xhr.status, xhr.responseText, xhr.getResponseHeader('x-request-id')));
    };
    xhr.onerror = () => reject(new CallError('platform.offline', 0));
    xhr.onabort = () => reject(new CallError('platform.cancelled', 0));
    signal?.addEventListener('abort', () => xhr.abort());
    xhr.send(form);
  });
}
