import { useQueryClient } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { workingUnit } from '#platform/web/request.ts';
import { useStore } from '#platform/web/store.ts';
import { useText } from '#platform/web/text/lang.ts';
import { useUnitPath } from '#platform/web/units.ts';
import { useSession } from '../session/session.ts';
import { text } from '../text.ts';
import styles from './top-bar.module.css';

/** Narrows everything on the screens to one unit and those below; the server does the narrowing. */
export function UnitSwitcher() {
  const t = useText(text);
  const client = useQueryClient();
  const { data: session } = useSession();
  const unit = useStore(workingUnit);
  const path = useUnitPath(unit);
  const [open, setOpen] = useState(false);
  const name = unit ? (path.data?.at(-1)?.name ?? '…') : (session?.bank.name ?? t('unitAll'));
  const choose = (next: string | null) => {
    workingUnit.set(next);
    setOpen(false);
    client.invalidateQueries();
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      title={t('unitSwitch')}
      content={
        <div className={styles.unitPanel}>
          <UnitSelect
            value={unit ?? undefined}
            label={t('units')}
            placeholder={t('unitAll')}
            onChange={(next) => choose(next ?? null)}
          />
          <p>{t('unitHint')}</p>
          {unit && <Button onClick={() => choose(null)}>{t('unitAll')}</Button>}
        </div>
      }
    >
      <button
        type="button"
        className={styles.unit}
        aria-label={`${t('unitSwitch')}: ${name}`}
        title={path.data?.map((step) => step.name).join(' › ') ?? name}
      >
        <Icon name="bank" size={18} />
        <span>{name}</span>
        <Icon name="down" size={12} />
      </button>
    </Popover>
  );
}
