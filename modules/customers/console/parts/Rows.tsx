import type { LedgerProps } from '#platform/web/table/Ledger.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { usePhone } from '#platform/web/useMedia.ts';

/** Rows at hand: a ledger on a desk, cards on a phone. */
export function Rows<T>(props: LedgerProps<T>) {
  return usePhone() ? <RowCards {...props} /> : <Ledger {...props} />;
}
