/** What of the audit is looked at, as it stands in the address. */
export const auditFilterKeys = [
  'dates',
  'actor',
  'action',
  'subjectKind',
  'unitId',
  'actorId',
  'subjectId',
] as const;

export type AuditChosen = Readonly<Record<string, readonly string[]>>;

export function readAuditFilters(search: URLSearchParams): {
  chosen: AuditChosen;
  q: string;
  before: number | undefined;
} {
  const chosen: Record<string, readonly string[]> = {};
  for (const key of auditFilterKeys) {
    const values = (search.get(key) ?? '').split(',').filter((value) => value !== '');
    if (values.length > 0) chosen[key] = values;
  }
  const before = Number(search.get('before'));
  return {
    chosen,
    q: (search.get('q') ?? '').slice(0, 100),
    before: Number.isInteger(before) && before > 0 ? before : undefined,
  };
}

/** Another question begins at the newest entry again. */
export function writeAuditFilters(chosen: AuditChosen, q: string, before?: number) {
  const search = new URLSearchParams();
  for (const key of auditFilterKeys) {
    const values = chosen[key];
    if (values && values.length > 0) search.set(key, values.join(','));
  }
  if (q !== '') search.set('q', q);
  if (before !== undefined) search.set('before', String(before));
  return search;
}
