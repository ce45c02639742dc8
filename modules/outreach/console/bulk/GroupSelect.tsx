import { Tag } from 'antd';
import { StaffSelect } from '#modules/org/console/index.ts';
import { getStaff, type StaffId } from '#modules/org/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { useUnitPath } from '#platform/web/units.ts';
import { countGroups, type GroupChoice } from '../../contract.ts';
import styles from '../outreach.module.css';
import { text } from './text.ts';

const nothing: GroupChoice = { unitIds: [], ownerIds: [] };

/** Group chats by the units of their owners and by owner, with how many these are. Works inside `Field`. */
export function GroupSelect({
  id,
  value,
  onChange,
}: {
  id?: string;
  value?: GroupChoice | null;
  onChange?: (choice: GroupChoice) => void;
}) {
  const t = useText(text);
  const choice = value ?? nothing;
  const add = (key: keyof GroupChoice) => (chosen: string | undefined) =>
    chosen && onChange?.({ ...choice, [key]: [...new Set([...choice[key], chosen])] });
  const drop = (key: keyof GroupChoice, gone: string) =>
    onChange?.({ ...choice, [key]: choice[key].filter((kept) => kept !== gone) });
  return (
    <div {...(id ? { id } : {})} className={styles.choice}>
      {/* Emptied by what it adds: the next one is chosen at once. */}
      <UnitSelect
        key={`unit ${choice.unitIds.length}`}
        label={t('addUnit')}
        placeholder={t('addUnit')}
        onChange={add('unitIds')}
      />
      <StaffSelect
        key={`owner ${choice.ownerIds.length}`}
        label={t('addOwner')}
        placeholder={t('addOwner')}
        without={choice.ownerIds}
        onChange={add('ownerIds')}
      />
      {choice.unitIds.length + choice.ownerIds.length > 0 && (
        <div className={styles.chips}>
          {choice.unitIds.map((unit) => (
            <UnitChip key={unit} id={unit} onClose={() => drop('unitIds', unit)} />
          ))}
          {choice.ownerIds.map((owner) => (
            <OwnerChip key={owner} id={owner} onClose={() => drop('ownerIds', owner)} />
          ))}
        </div>
      )}
      <Counted choice={choice} />
    </div>
  );
}

function UnitChip({ id, onClose }: { id: string; onClose: () => void }) {
  const path = useUnitPath(id);
  return (
    <Tag closable onClose={onClose}>
      {path.data?.at(-1)?.name ?? '…'}
    </Tag>
  );
}

function OwnerChip({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText(text);
  const staff = useCall(getStaff, { params: { id: id as StaffId } });
  return (
    <Tag closable onClose={onClose}>
      {t('ownerOf', { name: staff.data?.name ?? '…' })}
    </Tag>
  );
}

function Counted({ choice }: { choice: GroupChoice }) {
  const t = useText(text);
  const any = choice.unitIds.length + choice.ownerIds.length > 0;
  const counted = useCall(countGroups, { body: choice }, { enabled: any, keep: true });
  if (!any) return null;
  if (counted.isError) return <ErrorNote error={counted.error} />;
  if (!counted.data) return null;
  const { groups, customers, owners, units } = counted.data;
  if (groups === 0) return <p className={styles.counted}>{t('noGroups')}</p>;
  return (
    <p className={styles.counted}>
      <b>
        {t('groupsCounted', {
          groups: formatNumber(groups),
          customers: formatNumber(customers),
          owners: formatNumber(owners),
        })}
      </b>{' '}
      {units.map(({ name, groups }) => `${name} ${formatNumber(groups)}`).join(' · ')}
    </p>
  );
}
