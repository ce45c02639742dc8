/**
 * A rule as a formula over conditions that SQL answers: `row` from the profile row (and what hangs on
 * the customer), `agg` only after the events of the customer have been grouped. A condition may answer
 * null, which means no.
 */
export type Formula =
  | boolean
  | { readonly row: string }
  | { readonly agg: string }
  | { readonly and: readonly Formula[] }
  | { readonly or: readonly Formula[] }
  | { readonly not: Formula };

export const and = (...parts: readonly Formula[]): Formula => {
  const open = parts
    .filter((part) => part !== true)
    .flatMap((part) => (typeof part === 'object' && 'and' in part ? part.and : [part]));
  if (open.includes(false)) return false;
  return open.length === 0 ? true : open.length === 1 ? open[0]! : { and: open };
};

export const or = (...parts: readonly Formula[]): Formula => {
  const open = parts
    .filter((part) => part !== false)
    .flatMap((part) => (typeof part === 'object' && 'or' in part ? part.or : [part]));
  if (open.includes(true)) return true;
  return open.length === 0 ? false : open.length === 1 ? open[0]! : { or: open };
};

export const not = (part: Formula): Formula =>
  typeof part === 'boolean' ? !part : 'not' in part ? part.not : { not: part };

export const needsEvents = (part: Formula): boolean => {
  if (typeof part === 'boolean' || 'row' in part) return false;
  if ('agg' in part) return true;
  if ('not' in part) return needsEvents(part.not);
  return ('and' in part ? part.and : part.or).some(needsEvents);
};

/**
 * What the rows alone can say: with `known` for every condition on events. `bound(f, true)` holds for
 * everybody who may fit, so its rows are the candidates whose events are read.
 */
export function bound(part: Formula, known: boolean): Formula {
  if (typeof part === 'boolean' || 'row' in part) return part;
  if ('agg' in part) return known;
  if ('not' in part) return not(bound(part.not, !known));
  if ('and' in part) return and(...part.and.map((inner) => bound(inner, known)));
  return or(...part.or.map((inner) => bound(inner, known)));
}

/** What is left to ask of a candidate once its events are grouped. */
export function residual(part: Formula): Formula {
  if (typeof part === 'object' && 'and' in part) return and(...part.and.filter(needsEvents));
  return needsEvents(part) ? part : true;
}

export function render(part: Formula, negated = false): string {
  if (typeof part === 'boolean') return String(part !== negated);
  if ('not' in part) return render(part.not, !negated);
  if ('and' in part || 'or' in part) {
    const [parts, joins] = 'and' in part ? [part.and, !negated] : [part.or, negated];
    return `(${parts.map((inner) => render(inner, negated)).join(joins ? ' and ' : ' or ')})`;
  }
  const sql = 'row' in part ? part.row : part.agg;
  return negated ? `((${sql}) is not true)` : `(${sql})`;
}
