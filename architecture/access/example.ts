import { z } from 'zod';

type Json = Record<string, unknown> & {
  type?: string;
  properties?: Record<string, Json>;
  required?: string[];
  items?: Json;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Json[];
  oneOf?: Json[];
  allOf?: Json[];
  format?: string;
  pattern?: string;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  default?: unknown;
};

/** Ids that a field of this name may hold: `unitId` → a unit's. */
export type Ids = (field: string) => string | undefined;

/**
 * The smallest input that fits a schema, with ids from `ids` wherever a field is named after one:
 * what a caller would send who tries somebody else's rows.
 */
export function exampleOf(schema: z.ZodType, ids: Ids): unknown {
  return fill(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json, '', ids);
}

function fill(json: Json, field: string, ids: Ids): unknown {
  const one = json.anyOf?.[0] ?? json.oneOf?.[0];
  if (one) return fill(one, field, ids);
  if (json.const !== undefined) return json.const;
  if (json.enum) return json.enum[0];
  switch (json.type) {
    case 'object': {
      // Fields that name somebody are filled even where they may be left out.
      const wanted = Object.entries(json.properties ?? {}).filter(
        ([name]) => json.required?.includes(name) || ids(name) !== undefined,
      );
      return Object.fromEntries(wanted.map(([name, inner]) => [name, fill(inner, name, ids)]));
    }
    case 'array':
      return json.minItems || ids(field) !== undefined ? [fill(json.items ?? {}, field, ids)] : [];
    case 'integer':
    case 'number':
      return Math.max(1, json.minimum ?? 1);
    case 'boolean':
      return true;
    case 'string':
      return ids(field) ?? textOf(json);
    default:
      return ids(field) ?? {};
  }
}

function textOf({ format, pattern, minLength = 1 }: Json): string {
  if (format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  if (format === 'date-time') return '2026-06-01T00:00:00Z';
  if (format === 'date') return '2026-06-01';
  if (format === 'email') return 'a@bank.example';
  if (format === 'uri') return 'https://bank.example';
  const candidates = ['A1', 'a1', 'abc', '123456', '13800000000', 'org.x', '2026-06'];
  const fitting = pattern && candidates.find((text) => new RegExp(pattern).test(text));
  return fitting || '测试内容'.padEnd(minLength, '字');
}
