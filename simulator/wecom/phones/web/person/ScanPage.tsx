import type { Codes, StaffCard } from '../../contract.ts';
import { type Act, useAct, useLive, useWorld } from '../api.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Cells, Nothing } from '../parts/Cells.tsx';
import { Screen } from '../parts/Phone.tsx';
import piecesStyles from '../parts/pieces.module.css';
import { useMarks, useSay } from '../text.ts';
import styles from './person.module.css';

/** Every code of the bank that hangs anywhere; a tap stands for the camera. */
export function ScanPage({
  person,
  userid,
  met,
  joined,
  look,
}: {
  person: string;
  userid: string;
  met: (userid: string) => void;
  joined: (chatId: string) => void;
  look: (userid: string) => void;
}) {
  const say = useSay();
  const marks = useMarks();
  const { corp, notify } = useWorld();
  const codes = useLive<Codes>(`corps/${corp}/codes`);
  const card = useLive<StaffCard>(userid ? `corps/${corp}/staff/${userid}/card` : null);
  const act = useAct();
  const meet = (one: Act) =>
    act.mutate([one], {
      onSuccess: (result) => {
        if (result.pending) notify(say('asked', { name: String(result.userid) }));
        else met(String(result.userid));
      },
    });
  const { ways = [], groups = [], links = [] } = codes.data ?? {};
  return (
    <Screen title={say('scan')}>
      <p className={styles.hint}>{say('scanHint')}</p>
      {ways.length > 0 && (
        <Cells title={say('codesWays')}>
          <div className={piecesStyles.codes}>
            {ways.map((way) => (
              <button
                key={way.configId}
                type="button"
                className={piecesStyles.code}
                disabled={way.over || act.isPending}
                onClick={() => meet({ do: 'customer.scan', person, configId: way.configId })}
              >
                <img src={`/qr/way/${way.configId}`} alt="" />
                {way.remark || way.staff.join(marks.comma) || way.state}
                <small>
                  {[
                    way.remark && way.staff.join(marks.comma),
                    way.state,
                    way.over ? say('codeOver') : '',
                    way.asks ? say('codeAsks') : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </button>
            ))}
          </div>
        </Cells>
      )}
      {groups.length > 0 && (
        <Cells title={say('codesGroups')}>
          <div className={piecesStyles.codes}>
            {groups.map((way) => (
              <button
                key={way.configId}
                type="button"
                className={piecesStyles.code}
                disabled={act.isPending}
                onClick={() =>
                  act.mutate([{ do: 'customer.join-group', person, configId: way.configId }], {
                    onSuccess: (result) => joined(String(result.chatId)),
                  })
                }
              >
                <img src={`/qr/group/${way.configId}`} alt="" />
                {way.remark || way.name}
                <small>{way.state}</small>
              </button>
            ))}
          </div>
        </Cells>
      )}
      {links.length > 0 && (
        <Cells title={say('codesLinks')}>
          <div className={piecesStyles.codes}>
            {links.map((link) => (
              <button
                key={link.linkId}
                type="button"
                className={piecesStyles.code}
                disabled={act.isPending}
                onClick={() => meet({ do: 'customer.open-link', person, linkId: link.linkId })}
              >
                <b>{link.name}</b>
                <small>{link.staff.join(marks.comma)}</small>
              </button>
            ))}
          </div>
        </Cells>
      )}
      {codes.data && ways.length + groups.length + links.length === 0 && (
        <Nothing>{say('codesNone')}</Nothing>
      )}
      {card.data && (
        <Cells>
          <div className={piecesStyles.codes}>
            <button type="button" className={piecesStyles.code} onClick={() => look(userid)}>
              <Avatar name={card.data.name} id={userid} size={58} />
              {say('codesStaff', { name: card.data.name })}
              <small>{card.data.department}</small>
            </button>
          </div>
        </Cells>
      )}
    </Screen>
  );
}
