import type { AnyEndpoint } from '#platform/contract/endpoint.ts';

const asText = (value: unknown): string =>
  value instanceof Date ? value.toISOString() : String(value);

/** Fills `:id` places and appends the query; lists become `a,b`, what is empty is left out. */
export function addressOf(
  endpoint: Pick<AnyEndpoint, 'path'>,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    if (params[name] === undefined) throw new Error(`${endpoint.path} needs ${name}`);
    return encodeURIComponent(asText(params[name]));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.map(asText).join(',') : value;
    if (text === undefined || text === null || text === '') continue;
    search.set(name, asText(text));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

/** `/api/v1/org/staff/:id` → `org`: what a change in it refreshes. */
export const moduleOf = (endpoint: Pick<AnyEndpoint, 'path'>): string =>
  endpoint.path.split('/')[3] ?? '';
