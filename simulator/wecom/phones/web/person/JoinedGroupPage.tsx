import type { Group } from '../../contract.ts';
import { useAct, useLive, useWorld } from '../api.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Cell, Cells } from '../parts/Cells.tsx';
import { Screen } from '../parts/Phone.tsx';
import sheetStyles from '../parts/sheet.module.css';
import { useSay } from '../text.ts';

export function JoinedGroupPage({
  person,
  chatId,
  gone,
}: {
  person: string;
  chatId: string;
  gone: () => void;
}) {
  const say = useSay();
  const { corp } = useWorld();
  const { data } = useLive<Group>(`corps/${corp}/groups/${chatId}`);
  const act = useAct();
  return (
    <Screen
      title={data?.name ?? say('group')}
      note={data && say('groupMembers', { n: data.members.length })}
    >
      {data?.notice && (
        <Cells>
          <Cell title={say('groupNotice')} note={data.notice} />
        </Cells>
      )}
      <Cells>
        {data?.members.map((member) => (
          <Cell
            key={member.id}
            lead={<Avatar name={member.name} id={member.id} size={36} />}
            title={member.name}
            end={member.id === data.owner ? say('groupOwner') : ''}
          />
        ))}
      </Cells>
      <button
        type="button"
        className={sheetStyles.action}
        data-danger=""
        onClick={() => act.mutate([{ do: 'group.leave', chatId, person }], { onSuccess: gone })}
      >
        {say('groupLeave')}
      </button>
    </Screen>
  );
}
