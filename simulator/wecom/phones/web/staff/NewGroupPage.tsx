import { useState } from 'react';
import type { CustomerRow } from '../../contract.ts';
import { useAct, useLive, useWorld } from '../api.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Cells } from '../parts/Cells.tsx';
import { Screen } from '../parts/Phone.tsx';
import piecesStyles from '../parts/pieces.module.css';
import { Search } from '../parts/Search.tsx';
import sheetStyles from '../parts/sheet.module.css';
import { useSay } from '../text.ts';

/** A new group of customers, or more of them for one that is there. */
export function NewGroupPage({
  userid,
  chatId,
  made,
}: {
  userid: string;
  chatId?: string | undefined;
  made: (chatId: string) => void;
}) {
  const say = useSay();
  const { corp } = useWorld();
  const [q, setQ] = useState('');
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const customers = useLive<CustomerRow[]>(`corps/${corp}/staff/${userid}/customers`, { q });
  const act = useAct();
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const persons = [...chosen];
  const done = () =>
    act.mutate(
      [
        chatId
          ? { do: 'staff.invite', userid, chatId, persons }
          : { do: 'staff.create-group', userid, name: name.trim(), persons },
      ],
      { onSuccess: (result) => made(chatId ?? String(result.chatId)) },
    );
  return (
    <Screen
      title={chatId ? say('groupInvite') : say('groupNew')}
      note={say('chosen', { n: chosen.size })}
      foot={
        <button
          type="button"
          className={sheetStyles.action}
          data-main=""
          disabled={chosen.size === 0 || (!chatId && !name.trim()) || act.isPending}
          onClick={done}
        >
          {say('ok')}
        </button>
      }
    >
      {!chatId && (
        <label className={piecesStyles.search}>
          <input
            aria-label={say('groupName')}
            placeholder={say('groupName')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
      )}
      <Search value={q} change={setQ} />
      <Cells>
        {customers.data?.map((customer) => (
          <label key={customer.person} className={piecesStyles.pick}>
            <input
              type="checkbox"
              checked={chosen.has(customer.person)}
              onChange={() => toggle(customer.person)}
            />
            <Avatar name={customer.name} id={customer.person} size={34} />
            {customer.remark || customer.name}
          </label>
        ))}
      </Cells>
    </Screen>
  );
}
