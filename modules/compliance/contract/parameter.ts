import { z } from 'zod';
import type { Phrase } from '#platform/contract/text.ts';

/** `09:00`, of the bank's own zone. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
/** From ≤ time < to; `22:00`–`08:00` goes over midnight. */
export const TimeWindow = z.tuple([TimeOfDay, TimeOfDay]);
export type TimeWindow = z.infer<typeof TimeWindow>;

export const customerGrades = ['C1', 'C2', 'C3', 'C4', 'C5'] as const;
export const CustomerGrade = z.enum(customerGrades);
export type CustomerGrade = z.infer<typeof CustomerGrade>;
export const productGrades = ['R1', 'R2', 'R3', 'R4', 'R5'] as const;
export const ProductGrade = z.enum(productGrades);
export type ProductGrade = z.infer<typeof ProductGrade>;

/** The highest grade of product that each grade of customer may be offered. */
export const Matrix = z.record(CustomerGrade, ProductGrade);
export type Matrix = z.infer<typeof Matrix>;

interface Kinds {
  count: { value: number; min: number; max: number };
  windows: { value: readonly TimeWindow[] };
  choice: { value: string; options: readonly { value: string; text: Phrase }[] };
  matrix: { value: Matrix };
  /** Words that must stand, or may be said otherwise. */
  text: { value: string; alterable: boolean; position: Phrase };
}
export type ParameterKind = keyof Kinds;

/** One figure of a rule that a bank may set. */
export type Parameter<K extends ParameterKind = ParameterKind> = {
  [N in K]: { readonly kind: N; readonly label: Phrase; readonly ready: Kinds[N]['value'] } & Omit<
    Kinds[N],
    'value'
  >;
}[K];

export const count = (
  label: Phrase,
  ready: number,
  min = 0,
  max = 100_000,
): Parameter<'count'> => ({
  kind: 'count',
  label,
  ready,
  min,
  max,
});
export const windows = (label: Phrase, ready: readonly TimeWindow[]): Parameter<'windows'> => ({
  kind: 'windows',
  label,
  ready,
});
export const choice = (
  label: Phrase,
  ready: string,
  options: Readonly<Record<string, Phrase>>,
): Parameter<'choice'> => ({
  kind: 'choice',
  label,
  ready,
  options: Object.entries(options).map(([value, text]) => ({ value, text })),
});
export const matrix = (label: Phrase, ready: Matrix): Parameter<'matrix'> => ({
  kind: 'matrix',
  label,
  ready,
});

export const text = (
  label: Phrase,
  ready: string,
  { alterable, position }: { alterable: boolean; position: Phrase },
): Parameter<'text'> => ({ kind: 'text', label, ready, alterable, position });

export type Parameters = Readonly<Record<string, Parameter>>;
export type ValuesOf<P extends Parameters> = {
  readonly [N in keyof P]: Kinds[P[N]['kind']]['value'];
};

const schemaOf = (parameter: Parameter): z.ZodType => {
  switch (parameter.kind) {
    case 'count':
      return z.number().min(parameter.min).max(parameter.max);
    case 'windows':
      return z.array(TimeWindow).max(10);
    case 'choice':
      return z.enum(parameter.options.map((o) => o.value) as [string, ...string[]]);
    case 'matrix':
      return Matrix;
    case 'text':
      return z.string().trim().min(1).max(500);
  }
};

/** Checks values a bank wants: all of them, and no others. */
export const valuesSchema = (parameters: Parameters) =>
  z.strictObject(
    Object.fromEntries(Object.entries(parameters).map(([name, p]) => [name, schemaOf(p)])),
  );
