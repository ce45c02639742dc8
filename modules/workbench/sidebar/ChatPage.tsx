import { useEffect, useState } from 'react';
import { useSay } from '#platform/web/phone/phone.ts';
import { workbench } from './api.ts';
import { GlancePage } from './GlancePage.tsx';
import { chatPartner } from './wecom.ts';
import { words } from './words.ts';

type Found = { kind: 'asking' } | { kind: 'customer'; id: number } | { kind: 'none' | 'other' };

/** Whoever the open chat is with. */
export function ChatPage() {
  const [found, setFound] = useState<Found>({ kind: 'asking' });
  const say = useSay();
  useEffect(() => {
    let gone = false;
    const tell = (next: Found) => !gone && setFound(next);
    chatPartner()
      .then(async (externalUserid) => {
        if (!externalUserid) return tell({ kind: 'none' });
        const { customerId } = await workbench.inChat(externalUserid);
        return tell({ kind: 'customer', id: customerId });
      })
      .catch(() => tell({ kind: 'other' }));
    return () => {
      gone = true;
    };
  }, []);
  if (found.kind === 'customer') return <GlancePage customerId={found.id} />;
  return (
    <>
      <h1>{say(words.chat)}</h1>
      <p className="lead">
        {found.kind === 'none' && say(words.chatLead)}
        {found.kind === 'other' && say(words.chatOther)}
      </p>
    </>
  );
}
