import { Button, Checkbox, DatePicker, Input, Radio, Select, Switch } from 'antd';
import { useId } from 'react';
import { useText } from '#platform/web/text/lang.ts';
import styles from './design.module.css';
import { text } from './text.ts';

export function Controls() {
  const t = useText(text);
  const id = useId();
  const groups = (['payroll', 'card', 'neighbour', 'social'] as const).map((value) => ({
    value,
    label: t(value),
  }));
  return (
    <div className={styles.stack}>
      <div className={styles.line}>
        <Button type="primary">{t('primary')}</Button>
        <Button>{t('secondary')}</Button>
        <Button type="text">{t('quiet')}</Button>
        <Button danger>{t('danger')}</Button>
        <Button disabled>{t('disabled')}</Button>
        <Button type="primary" loading>
          {t('busy')}
        </Button>
      </div>
      <div className={styles.grid2}>
        <div className={styles.stack}>
          <label htmlFor={`${id}name`} className={styles.sub}>
            {t('fieldName')}
          </label>
          <Input id={`${id}name`} placeholder={t('fieldNameHint')} />
          <label htmlFor={`${id}kinds`} className={styles.sub}>
            {t('fieldKinds')}
          </label>
          <Select
            id={`${id}kinds`}
            mode="multiple"
            defaultValue={['payroll', 'card']}
            options={groups}
          />
        </div>
        <div className={styles.stack}>
          <label htmlFor={`${id}date`} className={styles.sub}>
            {t('fieldDate')}
          </label>
          <DatePicker id={`${id}date`} />
          <div className={styles.line}>
            <Switch id={`${id}on`} defaultChecked aria-label={t('fieldOn')} />
            <label htmlFor={`${id}on`}>{t('fieldOn')}</label>
          </div>
          <Checkbox.Group options={groups.slice(0, 3)} defaultValue={['payroll']} />
          <Radio.Group options={groups.slice(0, 2)} defaultValue="card" />
        </div>
      </div>
    </div>
  );
}
