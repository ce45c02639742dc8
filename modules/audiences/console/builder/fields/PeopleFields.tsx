import { Button } from 'antd';
import type { ReactNode } from 'react';
import { StaffSelect } from '#modules/org/console/index.ts';
import { getStaff, type StaffId } from '#modules/org/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { useUnitPath } from '#platform/web/units.ts';
import styles from '../builder.module.css';
import { text } from '../text.ts';

interface Props {
  value: unknown;
  onChange: (ids: string[]) => void;
}

const idsOf = (value: unknown) => (value as string[] | undefined) ?? [];

/** Several units, one after the other. */
export function UnitsField({ value, onChange }: Props) {
  const t = useText(text);
  const ids = idsOf(value);
  return (
    <span className={styles.chips}>
      {ids.map((id) => (
        <UnitChip key={id} id={id} drop={() => onChange(ids.filter((one) => one !== id))} />
      ))}
      <span className={styles.chooser}>
        <UnitSelect
          label={t('addUnit')}
          placeholder={t('addUnit')}
          onChange={(id) => id && !ids.includes(id) && onChange([...ids, id])}
        />
      </span>
    </span>
  );
}

/** Several colleagues, one after the other. */
export function StaffField({ value, onChange }: Props) {
  const t = useText(text);
  const ids = idsOf(value);
  return (
    <span className={styles.chips}>
      {ids.map((id) => (
        <StaffChip key={id} id={id} drop={() => onChange(ids.filter((one) => one !== id))} />
      ))}
      <span className={styles.chooser}>
        <StaffSelect
          label={t('addStaff')}
          placeholder={t('addStaff')}
          without={ids}
          onChange={(id) => id && onChange([...ids, id])}
        />
      </span>
    </span>
  );
}

function UnitChip({ id, drop }: { id: string; drop: () => void }) {
  const name = useUnitPath(id).data?.at(-1)?.name ?? '…';
  return <Chip name={name} drop={drop} />;
}

function StaffChip({ id, drop }: { id: string; drop: () => void }) {
  const name = useCall(getStaff, { params: { id: id as StaffId } }).data?.name ?? '…';
  return <Chip name={name} drop={drop} />;
}

function Chip({ name, drop }: { name: string; drop: () => void }): ReactNode {
  const t = useText(text);
  return (
    <span className={styles.chip}>
      {name}
      <Button
        type="text"
        size="small"
        aria-label={t('forget', { name })}
        icon={<Icon name="close" size={12} />}
        onClick={drop}
      />
    </span>
  );
}
