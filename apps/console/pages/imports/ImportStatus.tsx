import type { ImportState } from '#platform/contract/import.ts';
import { Status, type StatusKind } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { text } from './text.ts';

const kinds: Record<ImportState, StatusKind> = {
  checking: 'running',
  mapping: 'warning',
  ready: 'waiting',
  applying: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'ended',
};

export function ImportStatus({ state }: { state: ImportState }) {
  const t = useText(text);
  return <Status kind={kinds[state]}>{t(state)}</Status>;
}
