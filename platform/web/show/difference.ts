export type Kind = 'added' | 'removed' | 'changed' | 'same';

export interface Line {
  field: string;
  before: unknown;
  after: unknown;
  kind: Kind;
}

const missing = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);

const equal = (one: unknown, other: unknown) =>
  one === other ||
  (missing(one) && missing(other)) ||
  JSON.stringify(one) === JSON.stringify(other);

/** Field by field; fields of `after` keep their order, those that went away follow. */
export function differences(
  before: Readonly<Record<string, unknown>> | null | undefined,
  after: Readonly<Record<string, unknown>> | null | undefined,
): Line[] {
  const fields = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})]);
  return [...fields].map((field) => {
    const [was, is] = [before?.[field], after?.[field]];
    const kind = equal(was, is)
      ? 'same'
      : missing(was)
        ? 'added'
        : missing(is)
          ? 'removed'
          : 'changed';
    return { field, before: was, after: is, kind };
  });
}

/** Nothing stood there before: there is nothing to compare with. */
export const isAllNew = (lines: readonly Line[]): boolean =>
  lines.every(({ before }) => missing(before));

/** Members of two lists: what a role gained and lost. */
export function listChange(before: readonly unknown[], after: readonly unknown[]) {
  const key = (value: unknown) => JSON.stringify(value);
  const [was, is] = [new Set(before.map(key)), new Set(after.map(key))];
  return {
    added: after.filter((value) => !was.has(key(value))),
    removed: before.filter((value) => !is.has(key(value))),
    kept: after.filter((value) => was.has(key(value))),
  };
}
