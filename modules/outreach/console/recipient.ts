import { useCallback } from 'react';
import { useText } from '#platform/web/text/lang.ts';
import { text } from './text.ts';

const kinds = { customer: 'aCustomer', group: 'aGroup', staff: 'aColleague' } as const;

/** `customer:17` as a person says it. Long ids keep their end, which tells them apart. */
export function useRecipient() {
  const t = useText(text);
  return useCallback(
    (recipient: string): string => {
      const at = recipient.indexOf(':');
      const kind = recipient.slice(0, at);
      const id = recipient.slice(at + 1);
      const short = id.length > 16 ? `…${id.slice(-8)}` : id;
      return kind in kinds ? `${t(kinds[kind as keyof typeof kinds])} ${short}` : recipient;
    },
    [t],
  );
}
