import { useState } from 'react';
import type { Group } from '../../contract.ts';
import { useAct, useLive, useWorld } from '../api.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Cell, Cells, FormSheet } from '../parts/Cells.tsx';
import { Screen } from '../parts/Phone.tsx';
import sheetStyles from '../parts/sheet.module.css';
import { useSay } from '../text.ts';
import type { StaffPage } from './StaffPhone.tsx';

export function GroupDetailPage({
  userid,
  chatId,
  open,
  gone,
}: {
  userid: string;
  chatId: string;
  open: (page: StaffPage) => void;
  gone: () => void;
}) {
  const say = useSay();
  const { corp } = useWorld();
  const { data } = useLive<Group>(`corps/${corp}/groups/${chatId}`);
  const act = useAct();
  const [editing, setEditing] = useState(false);
  if (!data) return <Screen title={say('group')}>{null}</Screen>;
  return (
    <Screen title={say('group')} note={say('groupMembers', { n: data.members.length })}>
      <Cells>
        <Cell title={say('groupName')} end={data.name} onClick={() => setEditing(true)} />
        <Cell
          title={say('groupNotice')}
          end={data.notice || '—'}
          onClick={() => setEditing(true)}
        />
        <Cell title={say('groupInvite')} onClick={() => open({ page: 'new-group', chatId })} />
      </Cells>
      <Cells>
        {data.members.map((member) => (
          <Cell
            key={member.id}
            lead={<Avatar name={member.name} id={member.id} size={36} />}
            title={member.name}
            end={
              member.id === data.owner
                ? say('groupOwner')
                : member.side === 'customer'
                  ? say('wechatMark')
                  : ''
            }
            {...(member.side === 'customer' && {
              onClick: () => open({ page: 'customer', person: member.id }),
            })}
          />
        ))}
      </Cells>
      {data.owner === userid && (
        <button
          type="button"
          className={sheetStyles.action}
          data-danger=""
          onClick={() => act.mutate([{ do: 'staff.dissolve-group', chatId }], { onSuccess: gone })}
        >
          {say('groupDissolve')}
        </button>
      )}
      {editing && (
        <FormSheet
          title={say('group')}
          done={say('save')}
          cancel={say('cancel')}
          close={() => setEditing(false)}
          fields={[
            { name: 'name', label: say('groupName'), value: data.name },
            {
              name: 'notice',
              label: say('groupNotice'),
              value: data.notice,
              ...{ long: true, optional: true },
            },
          ]}
          send={({ name, notice }) =>
            act.mutate([
              {
                ...{ do: 'staff.change-group', chatId },
                ...(name !== data.name && { name }),
                ...(notice !== data.notice && { notice }),
              },
            ])
          }
        />
      )}
    </Screen>
  );
}
