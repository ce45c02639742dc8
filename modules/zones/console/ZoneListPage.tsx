import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { listZones, type Zone } from '../contract.ts';
import { useTagNames, ZoneAddress, ZoneStatus } from './parts.tsx';
import { text } from './text.ts';
import styles from './zones.module.css';

export default function ZoneListPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const zones = useCall(listZones);
  const nameOf = useTagNames();
  if (zones.isPending) return <SkeletonPage />;
  const add = may('zones.zone.manage') && (
    <Button type="primary" onClick={() => navigate('/zones/new')}>
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('zones')} purpose={t('purpose')} actions={add}>
      {zones.isError && <ErrorNote error={zones.error} retry={() => zones.refetch()} />}
      {zones.data?.items.length === 0 && (
        <Empty title={t('none')} action={add}>
          {t('noneHint')}
        </Empty>
      )}
      <div className={styles.cards}>
        {zones.data?.items.map((zone) => (
          <Card key={zone.id} zone={zone} nameOf={nameOf} />
        ))}
      </div>
    </Page>
  );
}

function Card({ zone, nameOf }: { zone: Zone; nameOf: (code: string) => string }) {
  const t = useText(text);
  return (
    <article className={styles.card}>
      <header>
        <h2>
          <Link to={`/zones/${zone.id}`}>{zone.name}</Link>
        </h2>
        <ZoneStatus zone={zone} />
      </header>
      <p className={styles.note}>
        {zone.unit.name} · {zone.audience ? zone.audience.name : t('everybody')}
      </p>
      <div className={styles.tags}>
        {zone.tags.map((tag) => (
          <Tag key={tag}>{nameOf(tag)}</Tag>
        ))}
        {zone.tags.length === 0 && <span className={styles.note}>{t('noTags')}</span>}
      </div>
      {zone.state === 'approved' && <ZoneAddress zone={zone} />}
      <p className={styles.note}>
        {t('changedBy', { name: zone.changedBy })} <DateTime at={zone.changedAt} />
      </p>
    </article>
  );
}
