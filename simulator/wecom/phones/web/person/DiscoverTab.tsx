import { Cell, Cells } from '../parts/Cells.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Screen, useShell } from '../parts/Phone.tsx';
import { useSay } from '../text.ts';
import type { PersonPage } from './PersonPhone.tsx';

export function DiscoverTab({ news, open }: { news: number; open: (page: PersonPage) => void }) {
  const say = useSay();
  const { browse } = useShell();
  return (
    <Screen title={say('tabDiscover')}>
      <Cells>
        <Cell
          lead={<Icon name="ring" />}
          title={say('moments')}
          news={news}
          onClick={() => open({ page: 'moments' })}
        />
      </Cells>
      <Cells>
        <Cell
          lead={<Icon name="scan" />}
          title={say('scan')}
          onClick={() => open({ page: 'scan' })}
        />
      </Cells>
      <Cells>
        <Cell lead={<Icon name="globe" />} title={say('browser')} onClick={() => browse('')} />
      </Cells>
    </Screen>
  );
}
