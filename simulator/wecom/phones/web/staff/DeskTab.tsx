import type { Codes, StaffPhone } from '../../contract.ts';
import { useLive, useWorld } from '../api.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Cell, Cells } from '../parts/Cells.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Screen, useShell } from '../parts/Phone.tsx';
import piecesStyles from '../parts/pieces.module.css';
import { useSay } from '../text.ts';
import type { StaffPage } from './StaffPhone.tsx';

export function DeskTab({ phone, open }: { phone: StaffPhone; open: (page: StaffPage) => void }) {
  const say = useSay();
  const { browse } = useShell();
  const { corp } = useWorld();
  const { staff } = phone;
  const codes = useLive<Codes>(`corps/${corp}/codes`);
  const mine = codes.data?.ways.filter((way) => way.staff.includes(staff.name) && !way.over) ?? [];
  const homes = phone.apps.filter((app) => app.homeUrl);
  return (
    <Screen title={say('tabDesk')}>
      <div className={piecesStyles.head}>
        <Avatar name={staff.name} id={staff.userid} size={58} />
        <div>
          <b>{staff.name}</b>
          <small>
            {staff.position} · {staff.department}
          </small>
        </div>
      </div>
      <Cells>
        <Cell
          lead={<Icon name="horn" />}
          title={say('assistant')}
          end={phone.massTasks.length || ''}
          onClick={() => open({ page: 'mass-tasks' })}
        />
        <Cell
          lead={<Icon name="box" />}
          title={say('appMessages')}
          end={phone.appMessages.length || ''}
          onClick={() => open({ page: 'app-messages' })}
        />
        <Cell
          lead={<Icon name="people" />}
          title={say('groupNew')}
          onClick={() => open({ page: 'new-group' })}
        />
        <Cell lead={<Icon name="globe" />} title={say('browser')} onClick={() => browse('')} />
      </Cells>
      {homes.length > 0 && (
        <Cells title={say('apps')}>
          {homes.map((app) => (
            <Cell
              key={app.agentId}
              lead={<Icon name="grid" />}
              title={app.name}
              onClick={() => browse(app.homeUrl)}
            />
          ))}
        </Cells>
      )}
      {mine.length > 0 && (
        <Cells title={say('codesWays')}>
          <div className={piecesStyles.codes}>
            {mine.map((way) => (
              <span key={way.configId} className={piecesStyles.code}>
                <img src={`/qr/way/${way.configId}`} alt={way.remark || way.state} />
                {way.remark || way.state || say('codesWays')}
                <small>{say('codeUses', { n: way.uses })}</small>
              </span>
            ))}
          </div>
        </Cells>
      )}
    </Screen>
  );
}
