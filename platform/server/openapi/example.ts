import type { ApiDocument, Operation, Parameter, Schema } from './shape.ts';

/** A value that fits a schema, for examples to start from. */
export function sampleOf(schema: Schema | undefined, document: ApiDocument, depth = 0): unknown {
  if (!schema || depth > 6) return null;
  if (schema.$ref) return sampleOf(resolve(schema, document), document, depth + 1);
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf)?.find((one) => one.type !== 'null');
  if (choice) return sampleOf(choice, document, depth + 1);
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => sampleOf(part, document, depth + 1));
    return Object.assign({}, ...parts);
  }
  const type = Array.isArray(schema.type) ? schema.type.find((t) => t !== 'null') : schema.type;
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, inner]) => [name, sampleOf(inner, document, depth + 1)]),
      );
    case 'array':
      return [sampleOf(schema.items, document, depth + 1)];
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, Math.min(1, schema.maximum ?? 1));
    case 'boolean':
      return true;
    case 'string':
      return sampleText(schema);
    default:
      return null;
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: '01a20276-161a-768b-a084-7703093b4d72',
  'date-time': '2026-03-02T09:00:00+08:00',
  date: '2026-03-02',
  email: 'wang@bank.example',
  uri: 'https://bank.example/',
};

function sampleText({ format, minLength = 1 }: Schema): string {
  return FORMATS[format ?? ''] ?? '…'.padEnd(minLength, '…');
}

export function resolve(schema: Schema, { components }: ApiDocument): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name ? (components.schemas?.[name] ?? {}) : schema;
}

/** A call one can paste into a shell and change. */
export function curlOf(
  base: string,
  path: string,
  method: string,
  operation: Operation,
  document: ApiDocument,
): string {
  const at = (place: string) => (operation.parameters ?? []).filter((p) => p.in === place);
  const value = ({ schema }: Parameter) => String(sampleOf(schema, document) ?? '');
  let url = path;
  for (const parameter of at('path')) url = url.replace(`{${parameter.name}}`, value(parameter));
  const query = at('query')
    .filter((p) => p.required)
    .map((p) => `${p.name}=${encodeURIComponent(value(p))}`);
  if (query.length > 0) url += `?${query.join('&')}`;

  const lines = [`curl '${base}${url}'`];
  if (method !== 'get') lines[0] += ` -X ${method.toUpperCase()}`;
  if (operation.security?.length) lines.push(`-b "$YUHANG_COOKIE"`);
  for (const header of at('header')) lines.push(`-H '${header.name}: ${value(header)}'`);
  const content = operation.requestBody?.content ?? {};
  if (content['multipart/form-data']) lines.push(`-F 'file=@file.xlsx'`);
  const json = content['application/json'];
  if (json) {
    const body = JSON.stringify(sampleOf(json.schema, document), null, 2).replaceAll("'", "'\\''");
    lines.push(`-H 'content-type: application/json'`, `-d '${body}'`);
  }
  const file = operation.responses['200']?.content?.['application/octet-stream'];
  if (file) lines.push('-OJ');
  return lines.join(' \\\n  ');
}
