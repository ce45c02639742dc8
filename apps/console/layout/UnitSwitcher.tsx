import { useQueryClient } from '@tanstack/react-query';
import { UnitPicker } from '#platform/web/form/UnitPicker.tsx';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { DropPanel } from '#platform/web/overlay/DropPanel.tsx';
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
  const name = unit ? (path.data?.at(-1)?.name ?? '…') : (session?.bank.name ?? t('unitAll'));
  const choose = (next: string | null) => {
    workingUnit.set(next);
    client.invalidateQueries();
  };
  return (
    <DropPanel
      title={t('unitSwitch')}
      side="left"
      button={(props) => (
        <button
          type="button"
          className={styles.unit}
          aria-label={`${t('unitSwitch')}: ${name}`}
          title={path.data?.map((step) => step.name).join(' › ') ?? name}
          {...props}
        >
          <Icon name="bank" size={18} />
          <span>{name}</span>
          <Icon name="down" size={12} />
        </button>
      )}
    >
      {(close) => (
        <div className={styles.unitPanel}>
          <button
            type="button"
            className={styles.everything}
            aria-pressed={unit === null}
            onClick={() => {
              choose(null);
              close();
            }}
          >
            {t('unitAll')}
            {unit === null && <Icon name="check" />}
          </button>
          <UnitPicker
            value={unit}
            onChoose={(next) => {
              choose(next);
              close();
            }}
          />
          <p>{t('unitHint')}</p>
        </div>
      )}
    </DropPanel>
  );
}
