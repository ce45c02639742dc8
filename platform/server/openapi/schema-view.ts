import { type Lang, type Phrase, say } from '../../contract/text.ts';
import { resolve } from './example.ts';
import type { ApiDocument, Schema } from './shape.ts';

const DEPTH = 8;

export const html = (text: unknown) =>
  String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

/** What is worth saying of a field: that it must be given, or that it may be absent. */
type Mark = 'required' | 'optional';

/** The fields of a schema as a nested list. */
export function schemaView(
  schema: Schema | undefined,
  document: ApiDocument,
  lang: Lang,
  mark: Mark,
): string {
  if (!schema) return '';
  const whole = fieldsOf(schema, document);
  if (whole.length === 0) {
    const type = typeText(schema, document);
    return type ? `<ul class="fields"><li>${typeView(schema, document, lang)}</li></ul>` : '';
  }
  return fieldList(whole, { document, lang, mark }, 0);
}

/** `required` is null for what is no field: one of several alternatives. */
type Field = { name: string; schema: Schema; required: boolean | null };

function fieldList(
  fields: readonly Field[],
  view: { document: ApiDocument; lang: Lang; mark: Mark },
  depth: number,
): string {
  const { document, lang, mark } = view;
  const items = fields.map(({ name, schema, required }) => {
    const inner = depth < DEPTH ? fieldsOf(schema, document) : [];
    const about = schema.description ? `<p>${html(schema.description)}</p>` : '';
    const nested = inner.length > 0 ? fieldList(inner, view, depth + 1) : '';
    const marked = required === (mark === 'required');
    const shown =
      marked && required !== null ? `<b class="${mark}">${say(words[mark], lang)}</b>` : '';
    return `<li><code>${html(name)}</code> ${typeView(schema, document, lang)}${shown}${about}${nested}</li>`;
  });
  return `<ul class="fields">${items.join('')}</ul>`;
}

/** Of an object its properties; of a list those of its items; of alternatives all of them together. */
function fieldsOf(given: Schema, document: ApiDocument): Field[] {
  const schema = resolve(given, document);
  if (schema.properties) {
    return Object.entries(schema.properties).map(([name, inner]) => ({
      name,
      schema: inner,
      required: schema.required?.includes(name) ?? false,
    }));
  }
  if (schema.items) return fieldsOf(schema.items, document);
  if (typeof schema.additionalProperties === 'object') {
    const inner = fieldsOf(schema.additionalProperties, document);
    return inner.length > 0
      ? [{ name: '…', schema: schema.additionalProperties, required: null }]
      : [];
  }
  const parts = schema.allOf ?? schema.anyOf ?? schema.oneOf ?? [];
  const choices = parts.filter((part) => part.type !== 'null');
  if (choices.length === 1 || schema.allOf)
    return choices.flatMap((part) => fieldsOf(part, document));
  return choices
    .filter((part) => fieldsOf(part, document).length > 0)
    .map((part, index) => ({
      name: choiceName(part, document, index),
      schema: part,
      required: null,
    }));
}

/** Alternatives are told apart by the one value their first constant field has. */
function choiceName(part: Schema, document: ApiDocument, index: number): string {
  const { properties = {} } = resolve(part, document);
  const fixed = Object.entries(properties).find(([, s]) => s.const !== undefined);
  return fixed ? `${fixed[0]}: ${JSON.stringify(fixed[1].const)}` : `${index + 1}`;
}

function typeView(schema: Schema, document: ApiDocument, lang: Lang): string {
  const limits = limitsOf(schema, lang).map((limit) => `<i>${html(limit)}</i>`);
  return `<span>${html(typeText(schema, document))}</span>${limits.join('')}`;
}

function typeText(given: Schema, document: ApiDocument): string {
  const schema = resolve(given, document);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return [...new Set(parts.map((part) => typeText(part, document)))].join(' | ');
  if (schema.allOf) return 'object';
  const types = [schema.type ?? []].flat();
  return types
    .map((type) => {
      if (type === 'array') return `${typeText(schema.items ?? {}, document) || 'any'}[]`;
      return schema.format ? `${type} (${schema.format})` : type;
    })
    .join(' | ');
}

function limitsOf(schema: Schema, lang: Lang): string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const huge = (n: number | undefined) =>
    n !== undefined && Math.abs(n) > 2 ** 52 ? undefined : n;
  const between = (low: number | undefined, high: number | undefined, unit: string) => {
    if (huge(low) === undefined && huge(high) === undefined) return [];
    return [`${huge(low) ?? ''}…${huge(high) ?? ''}${unit}`];
  };
  const of = (phrase: Phrase) => ` ${say(phrase, lang)}`;
  return [
    ...between(minimum ?? schema.exclusiveMinimum, maximum ?? schema.exclusiveMaximum, ''),
    ...between(minLength, maxLength, of(words.characters)),
    ...between(minItems, maxItems, of(words.items)),
    ...(schema.pattern && !schema.format ? [schema.pattern] : []),
    ...(schema.default !== undefined ? [`= ${JSON.stringify(schema.default)}`] : []),
    ...(schema['x-mask'] ? [`${schema['x-data-class']} · ${say(words.masked, lang)}`] : []),
  ];
}

const words = {
  required: ['必填', 'required'],
  optional: ['可能没有', 'may be absent'],
  characters: ['个字', 'characters'],
  items: ['项', 'items'],
  masked: ['脱敏', 'masked'],
} satisfies Record<string, Phrase>;
