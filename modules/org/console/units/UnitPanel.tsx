import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import { UnitPath } from '#platform/web/show/UnitPath.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  getUnit,
  type UnitDetail,
  type UnitId,
  unitKindText,
  unitStateText,
  unitTree,
} from '../../contract.ts';
import { text } from './text.ts';
import { type UnitAsk, UnitDialogs } from './UnitDialogs.tsx';
import styles from './units.module.css';

/** One unit: what it is, how many work there, what stands below it, what can be done with it. */
export function UnitPanel({ id, titled = false }: { id: UnitId; titled?: boolean }) {
  const unit = useCall(getUnit, { params: { id } });
  const [ask, setAsk] = useState<UnitAsk | null>(null);
  if (unit.isPending) return <SkeletonText lines={8} />;
  if (unit.isError) return <ErrorNote error={unit.error} retry={() => unit.refetch()} />;
  return (
    <div className={styles.detail}>
      <Head unit={unit.data} titled={titled} ask={setAsk} />
      <About unit={unit.data} />
      <Children unit={unit.data} create={() => setAsk('create')} />
      <UnitDialogs unit={unit.data} ask={ask} close={() => setAsk(null)} />
    </div>
  );
}

function Head({
  unit,
  titled,
  ask,
}: {
  unit: UnitDetail;
  titled: boolean;
  ask: (what: UnitAsk) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const may = useMay()('org.unit.manage');
  const open = unit.state === 'open';
  const top = unit.kind === 'head_office';
  const more = [
    { key: 'rename', label: t('rename') },
    ...(top
      ? []
      : [
          { key: 'move', label: t('move') },
          { type: 'divider' as const },
          { key: 'close', label: t('close'), danger: true },
        ]),
  ];
  return (
    <>
      <div className={styles.head}>
        <div className={styles.headWords}>
          {titled ? (
            <Tag>{phrase(unitKindText[unit.kind])}</Tag>
          ) : (
            <h2>
              {unit.name} <Tag>{phrase(unitKindText[unit.kind])}</Tag>
            </h2>
          )}{' '}
          {unit.above.length > 0 && (
            <UnitPath names={[...unit.above.map((one) => one.name), unit.name]} />
          )}
        </div>
        {may && (
          <div className={styles.headActions}>
            {open ? (
              <>
                <Button onClick={() => ask('create')}>{t('create')}</Button>
                <Dropdown
                  trigger={['click']}
                  menu={{ items: more, onClick: ({ key }) => ask(key as UnitAsk) }}
                >
                  <Button aria-label={t('more')} icon={<Icon name="more" />} />
                </Dropdown>
              </>
            ) : (
              <Button onClick={() => ask('reopen')}>{t('reopen')}</Button>
            )}
          </div>
        )}
      </div>
      {!open && (
        <Callout title={t('closedNote')}>
          {unit.closedReason && `${t('closedReason')}${marks.colon}${unit.closedReason}`}
        </Callout>
      )}
    </>
  );
}

function About({ unit }: { unit: UnitDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const people = (n: number) => t('people', { n: formatNumber(n) });
  return (
    <div>
      <Facts
        items={[
          { label: t('code'), value: <CopyText text={unit.code} /> },
          {
            label: t('state'),
            value: (
              <Status kind={unit.state === 'open' ? 'active' : 'ended'}>
                {phrase(unitStateText[unit.state])}
              </Status>
            ),
          },
          { label: t('own'), value: people(unit.staffCount) },
          {
            label: t('below'),
            value: (
              <>
                {people(unit.staffBelow)}{' '}
                {may('org.staff.read') && unit.staffBelow > 0 && (
                  <Link to={`/staff?under=${unit.id}`}>{t('seeStaff')}</Link>
                )}
                {may('org.role.read') && unit.staffBelow > 0 && (
                  <>
                    {' · '}
                    <Link to={`/staffing?under=${unit.id}`}>{t('seeStaffing')}</Link>
                  </>
                )}
              </>
            ),
          },
          { label: t('childCount'), value: t('unitsCount', { n: formatNumber(unit.childCount) }) },
          { label: t('createdAt'), value: <DateTime at={unit.createdAt} style="day" /> },
          ...(unit.closedAt
            ? [{ label: t('closedAt'), value: <DateTime at={unit.closedAt} style="day" /> }]
            : []),
        ]}
      />
    </div>
  );
}

function Children({ unit, create }: { unit: UnitDetail; create: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const level = useCall(unitTree, { query: { parent: unit.id } }, { enabled: unit.childCount > 0 });
  const mayCreate = may('org.unit.manage') && unit.state === 'open';
  return (
    <Section title={t('children')} hint={unit.childCount > 0 ? t('childrenHint') : undefined}>
      {unit.childCount === 0 ? (
        <Empty
          small
          title={t('noChildren')}
          action={mayCreate && <Button onClick={create}>{t('create')}</Button>}
        >
          {mayCreate ? t('noChildrenHint') : t('noChildrenPlain')}
        </Empty>
      ) : level.isPending ? (
        <SkeletonText lines={4} />
      ) : level.isError ? (
        <ErrorNote error={level.error} retry={() => level.refetch()} />
      ) : (
        <ul className={styles.children}>
          {level.data.items.map((child) => (
            <li key={child.id}>
              <Link to={`/units/${child.id}`}>
                <span>{child.name}</span>
                <small>{child.code}</small>
                <small>
                  {phrase(unitKindText[child.kind])}
                  {child.childCount > 0 &&
                    ` · ${t('childCount')} ${formatNumber(child.childCount)}`}
                </small>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
