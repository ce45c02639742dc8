import type { WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import { refusalCode } from '#protocol/wecom/wire.ts';
import type { Example } from './examples/example.ts';

/** Ways to spoil a good call, and the codes that the schemas answer them with. */

type Json = Record<string, unknown>;

const SPOILT: readonly unknown[] = [
  undefined,
  '',
  {},
  [],
  'x'.repeat(70_001),
  '客'.repeat(41),
  -7,
  99,
  1e15,
  '保 本',
  'other',
  true,
];

function* spoil(value: unknown): Generator<unknown> {
  for (const bad of SPOILT) yield bad;
  if (Array.isArray(value)) {
    for (const n of [10, 101, 301, 1001, 10_001]) yield Array(n).fill(value[0] ?? 'x');
    for (const item of spoilObject(value[0])) yield [item];
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    yield* spoilObject(value);
}

function* spoilObject(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) {
    yield* SPOILT;
    return;
  }
  for (const [field, inner] of Object.entries(value))
    for (const bad of spoil(inner)) {
      const { [field]: _, ...rest } = value as Json;
      yield bad === undefined ? rest : { ...rest, [field]: bad };
    }
}

/** Optional fields that an example leaves out are tried as well. */
function withEveryField(schema: WecomEndpoint['body'], given: Json): Json[] {
  const shape = (schema as unknown as { shape?: Json }).shape ?? {};
  const absent = Object.keys(shape).filter((field) => !(field in given));
  return [given, ...absent.flatMap((field) => SPOILT.map((bad) => ({ ...given, [field]: bad })))];
}

export function codesOfSchema(endpoint: WecomEndpoint, example: Example): Set<number> {
  const codes = new Set<number>();
  const tries: [WecomEndpoint['body'], Json][] = [
    [endpoint.body, example.body ?? {}],
    [endpoint.query, example.query ?? {}],
  ];
  for (const [schema, good] of tries)
    for (const value of [...withEveryField(schema, good), ...spoilObject(good), {}]) {
      const parsed = schema.safeParse(value);
      if (!parsed.success) codes.add(refusalCode(parsed.error));
    }
  return codes;
}
