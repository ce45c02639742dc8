import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Purpose } from '#modules/customers/contract.ts';
import type { UnitId } from '#modules/org/contract.ts';
import { AppError } from '#platform/contract/errors.ts';
import { call } from '#platform/web/api.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import {
  getPreview,
  type Preview,
  type Rule,
  type RuleProblem,
  readRule,
  startPreview,
} from '../../contract.ts';

const REST_MS = 180;
/** Seconds the server holds an answer back for the exact count. */
const WAIT = 10;

export interface PreviewState {
  /** Of the rule as it is now, or of the last one that could be counted. */
  readonly preview: Preview | null;
  /** The figures are of an earlier state of the rule. */
  readonly stale: boolean;
  readonly problems: readonly RuleProblem[];
  readonly error: unknown;
  /** The server's reading of this very rule, with every name in it. */
  readonly sentence: { readonly of: Rule; readonly zh: string; readonly en: string } | null;
  retry(): void;
}

/**
 * Asks for an estimate as soon as the rule has rested, and shows the exact count once it is there. A
 * rule with something wrong in it keeps the figures of the one before.
 */
export function usePreview(
  rule: Rule,
  purpose: Purpose,
  unitId: string | undefined,
  known: readonly RuleProblem[] = [],
): PreviewState {
  const asked = useSettled(JSON.stringify({ rule, purpose, unitId }), REST_MS);
  const body = JSON.parse(asked) as { rule: Rule; purpose: Purpose; unitId?: UnitId };
  const read = useQuery({
    queryKey: ['audiences', 'builder-read', asked],
    queryFn: ({ signal }) => call(readRule, { body: { rule: body.rule, purpose } }, signal),
    staleTime: 60_000,
  });
  const started = useQuery({
    queryKey: ['audiences', 'builder-preview', asked],
    queryFn: ({ signal }) => call(startPreview, { body }, signal),
    retry: (count, error) => !isRefused(error) && count < 2,
    staleTime: 30_000,
  });
  const id = started.data?.state === 'counting' ? started.data.id : null;
  const counted = useQuery({
    queryKey: ['audiences', 'builder-count', id],
    queryFn: ({ signal }) =>
      call(getPreview, { params: { id: id! }, query: { wait: WAIT } }, signal),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'counting' ? 50 : false),
  });
  const now = (id !== null && counted.data) || started.data || null;
  const [last, setLast] = useState<Preview | null>(null);
  useEffect(() => {
    if (now) setLast(now);
  }, [now]);
  return {
    preview: now ?? last,
    stale: now === null,
    problems: isRefused(started.error)
      ? (started.error.details.problems as RuleProblem[])
      : (read.data?.problems ?? known),
    error: started.isError && !isRefused(started.error) ? started.error : null,
    sentence: read.data ? { of: body.rule, ...read.data.sentence } : null,
    retry: () => {
      started.refetch();
    },
  };
}

const isRefused = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'audiences.ruleInvalid';
