import { usePhone } from '../useMedia.ts';
import type { LedgerProps } from './Ledger.tsx';
import { Ledger } from './Ledger.tsx';
import { RowCards } from './RowCards.tsx';

/** Rows at hand: a ledger on a desk, cards on a phone. */
export function Rows<T>(props: LedgerProps<T>) {
  return usePhone() ? <RowCards {...props} /> : <Ledger {...props} />;
}
