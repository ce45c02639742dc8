import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { useText } from '#platform/web/text/lang.ts';
import { useNarrow } from '#platform/web/useMedia.ts';
import { exportUnits, getUnit, type UnitId, unitTree } from '../../contract.ts';
import { ExportFile } from '../parts/ExportFile.tsx';
import { text } from './text.ts';
import { UnitPanel } from './UnitPanel.tsx';
import { UnitTree } from './UnitTree.tsx';
import styles from './units.module.css';

/** The tree beside one unit; on a phone one after the other. */
export default function UnitsPage() {
  const t = useText(text);
  const may = useMay();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const { id: asked } = useParams();
  // Beside the tree there is room for one unit: the highest, until another is chosen.
  const top = useCall(unitTree, {}, { enabled: !asked && !narrow });
  const id = asked ?? (narrow ? undefined : top.data?.items[0]?.id);
  const [closed, setClosed] = useState(false);
  const unit = useCall(getUnit, { params: { id: id as UnitId } }, { enabled: Boolean(id) });
  const select = (next: string) => navigate(`/units/${next}`);

  if (narrow && id)
    return (
      <Page
        title={unit.data?.name ?? t('units')}
        crumbs={[{ label: t('backToTree'), to: '/units' }]}
      >
        <UnitPanel id={id as UnitId} titled />
      </Page>
    );
  return (
    <Page
      title={t('units')}
      purpose={t('unitsPurpose')}
      actions={
        <>
          {may('platform.import.run') && may('org.unit.manage') && (
            <Button onClick={() => navigate('/imports/new?kind=org.unit')}>
              {t('importUnits')}
            </Button>
          )}
          <ExportFile endpoint={exportUnits} name={t('units')} />
        </>
      }
    >
      <div className={styles.split}>
        <div className={styles.pane}>
          <UnitTree
            selected={id}
            above={unit.data?.above.map((one) => one.id) ?? []}
            onSelect={select}
            closed={closed}
          />
          <Checkbox checked={closed} onChange={(event) => setClosed(event.target.checked)}>
            {t('showClosed')}
          </Checkbox>
        </div>
        {id && <UnitPanel key={id} id={id as UnitId} />}
      </div>
    </Page>
  );
}
