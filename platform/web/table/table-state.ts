/** What a table shows, as it stands in the address: shared by link, kept by reload and by "back". */
export interface TableState {
  page: number;
  size: number;
  /** `name` upwards, `-name` downwards; empty is the server's own order. */
  sort: string;
  q: string;
  /** By filter key; each a list, also when only one may be chosen. */
  filters: Readonly<Record<string, readonly string[]>>;
}

export interface TableSpec {
  filters: readonly string[];
  size: number;
  /** Tells two tables on one page apart. */
  prefix?: string;
}

export const sizes = [10, 20, 50, 100, 200] as const;

const whole = (text: string | null, otherwise: number, top: number) => {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= top ? value : otherwise;
};

export function readTableState(search: URLSearchParams, spec: TableSpec): TableState {
  const get = (name: string) => search.get(`${spec.prefix ?? ''}${name}`);
  const filters: Record<string, string[]> = {};
  for (const key of spec.filters) {
    const values = (get(key) ?? '').split(',').filter((value) => value !== '');
    if (values.length > 0) filters[key] = values;
  }
  return {
    page: whole(get('page'), 1, 100_000),
    size: whole(get('size'), spec.size, 200),
    sort: /^-?\w[\w.-]*$/.test(get('sort') ?? '') ? (get('sort') ?? '') : '',
    q: (get('q') ?? '').slice(0, 100),
    filters,
  };
}

/** The address for a state: defaults are left out, what other parts of the page keep there stays. */
export function writeTableState(
  search: URLSearchParams,
  state: TableState,
  spec: TableSpec,
): URLSearchParams {
  const next = new URLSearchParams(search);
  const put = (name: string, value: string) => {
    const key = `${spec.prefix ?? ''}${name}`;
    if (value === '') next.delete(key);
    else next.set(key, value);
  };
  put('page', state.page === 1 ? '' : String(state.page));
  put('size', state.size === spec.size ? '' : String(state.size));
  put('sort', state.sort);
  put('q', state.q);
  for (const key of spec.filters) put(key, (state.filters[key] ?? []).join(','));
  return next;
}

/** A change of what is looked for begins again at page one; turning the page does not. */
export function changed(state: TableState, change: Partial<TableState>): TableState {
  const next = { ...state, ...change };
  return 'page' in change ? next : { ...next, page: 1 };
}

/** Up, down, and back to the order at rest; where that is this column downwards, up and down only. */
export function nextSort(current: string, column: string, atRest = ''): string {
  if (current === column) return `-${column}`;
  if (current !== `-${column}` || atRest === current) return column;
  return '';
}

export const isFiltered = (state: TableState): boolean =>
  state.q !== '' || Object.keys(state.filters).length > 0;

/** Page numbers to offer: the ends, the neighbours, gaps as null. */
export function pageSteps(page: number, pages: number): (number | null)[] {
  const near = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages);
  const sorted = [...new Set(near)].sort((a, b) => a - b);
  return sorted.flatMap((n, at) => {
    const before = sorted[at - 1];
    if (before === undefined || n - before === 1) return [n];
    return n - before === 2 ? [n - 1, n] : [null, n];
  });
}
