import { Button } from 'antd';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { useUnitPath } from '#platform/web/units.ts';
import styles from './projects.module.css';
import { text } from './text.ts';

/** Several units, one after the other. Works inside `Field`. */
export function UnitListField({
  id,
  value = [],
  onChange,
}: {
  id?: string;
  value?: readonly string[];
  onChange?: (units: string[]) => void;
}) {
  const t = useText(text);
  return (
    <div className={styles.chosenUnits}>
      {value.length > 0 && (
        <ul>
          {value.map((unit) => (
            <Chosen
              key={unit}
              unit={unit}
              remove={() => onChange?.(value.filter((one) => one !== unit))}
            />
          ))}
        </ul>
      )}
      <UnitSelect
        key={value.length}
        {...(id ? { id } : {})}
        placeholder={t('addUnit')}
        onChange={(unit) => unit && !value.includes(unit) && onChange?.([...value, unit])}
      />
    </div>
  );
}

function Chosen({ unit, remove }: { unit: string; remove: () => void }) {
  const t = useText(text);
  const path = useUnitPath(unit);
  const name = path.data?.at(-1)?.name ?? '…';
  return (
    <li>
      {name}
      <Button
        type="text"
        size="small"
        aria-label={t('removeUnit', { name })}
        icon={<Icon name="close" size={14} />}
        onClick={remove}
      />
    </li>
  );
}
