import { useState } from 'react';
import type { Chat, StaffCard } from '../../contract.ts';
import { useAct, useLive, useWorld } from '../api.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Cell, Cells, Sheet } from '../parts/Cells.tsx';
import cellsStyles from '../parts/cells.module.css';
import { Screen } from '../parts/Phone.tsx';
import piecesStyles from '../parts/pieces.module.css';
import sheetStyles from '../parts/sheet.module.css';
import { useSay } from '../text.ts';

/** By a card: WeCom's number for the way they came. */
const CARD_SHARE = 3;

/** The member's card as a customer sees it, contact or not. */
export function StaffCardPage({
  userid,
  person,
  chat,
  gone,
}: {
  userid: string;
  person: string;
  chat: (userid: string) => void;
  gone: () => void;
}) {
  const say = useSay();
  const { corp, corpName } = useWorld();
  const { data } = useLive<Chat>(`corps/${corp}/staff/${userid}/chats/${person}`);
  const card = useLive<StaffCard>(`corps/${corp}/staff/${userid}/card`);
  const act = useAct();
  const [deleting, setDeleting] = useState(false);
  const relation = data?.relation;
  const friends = relation && !relation.deletedByCustomer && !relation.half;
  const staff = card.data;
  return (
    <Screen title={say('staffCard')}>
      {staff && (
        <>
          <div className={piecesStyles.head}>
            <Avatar name={staff.name} id={staff.userid} size={62} />
            <div>
              <b>{staff.name}</b>
              <small className={cellsStyles.bankMark}>@{corpName}</small>
              <br />
              <small>{say('verified')}</small>
            </div>
          </div>
          <Cells>
            <Cell title={say('department')} end={staff.department} />
            <Cell title={say('position')} end={staff.position || '—'} />
          </Cells>
        </>
      )}
      {data && (
        <button
          type="button"
          className={sheetStyles.action}
          data-main=""
          onClick={() =>
            friends
              ? chat(userid)
              : act.mutate([{ do: 'customer.add', person, userid, addWay: CARD_SHARE }])
          }
        >
          {friends ? say('sendMessage') : say('addContact')}
        </button>
      )}
      {friends && (
        <button
          type="button"
          className={sheetStyles.action}
          data-danger=""
          onClick={() => setDeleting(true)}
        >
          {say('deleteStaff')}
        </button>
      )}
      {deleting && (
        <Sheet title={say('deleteStaff')} close={() => setDeleting(false)}>
          <p>{say('deleteSure')}</p>
          <div className={sheetStyles.formEnd}>
            <button type="button" onClick={() => setDeleting(false)}>
              {say('cancel')}
            </button>
            <button
              type="button"
              data-main=""
              onClick={() =>
                act.mutate([{ do: 'customer.delete-staff', userid, person }], { onSuccess: gone })
              }
            >
              {say('ok')}
            </button>
          </div>
        </Sheet>
      )}
    </Screen>
  );
}
