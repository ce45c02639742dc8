import { Button, ConfigProvider, Input } from 'antd';
import { useMemo, useState } from 'react';
import { Sparkline } from '#platform/web/chart/Sparkline.tsx';
import { CommandPalette } from '#platform/web/command/CommandPalette.tsx';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { type IconName, shapes } from '#platform/web/icon/shapes.ts';
import { Facts } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Kbd } from '#platform/web/show/Kbd.tsx';
import { PersonTag } from '#platform/web/show/PersonTag.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { UnitPath } from '#platform/web/show/UnitPath.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { antdTheme } from '#platform/web/theme/antd.ts';
import type { ThemeName } from '#platform/web/theme/tokens.ts';
import styles from './design.module.css';
import { text } from './text.ts';

export function SmallParts() {
  const t = useText(text);
  const [open, setOpen] = useState(false);
  const groups = useMemo(
    () => [
      {
        key: 'pages',
        title: t('contents'),
        items: (['colour', 'typography', 'table', 'forms', 'messages', 'history'] as const).map(
          (key) => ({
            key,
            label: t(key),
            detail: t('title'),
            also: [...text[key]],
            run: () => document.getElementById(key)?.scrollIntoView(),
          }),
        ),
      },
    ],
    [t],
  );
  return (
    <div className={styles.stack}>
      <Facts
        items={[
          { label: t('name'), value: <PersonTag name="林若溪" detail="33010001" /> },
          { label: t('name'), value: <PersonTag name={t('longName')} detail="33010417" gone /> },
          { label: t('outlet'), value: <UnitPath names={['总行', '杭州分行', '西湖支行']} /> },
          { label: 'ID', value: <CopyText text="01jd4v2k7m9qz8r5t3w6x1y0ab" /> },
          { label: t('lastSeen'), value: <DateTime at={Date.now() - 3 * 3_600_000} show="both" /> },
          { label: t('loading'), value: <SkeletonText lines={2} /> },
        ]}
      />
      <div className={styles.line}>
        <Button onClick={() => setOpen(true)}>{t('palette')}</Button>
        <Kbd keys="mod+K" />
        <Kbd keys="j" />
        <Kbd keys="k" />
        <Kbd keys="Enter" />
      </div>
      <CommandPalette open={open} close={() => setOpen(false)} groups={groups} />
    </div>
  );
}

export function Icons() {
  return (
    <div className={styles.icons}>
      {(Object.keys(shapes) as IconName[]).map((name) => (
        <span key={name}>
          <Icon name={name} size={20} />
          {name}
        </span>
      ))}
    </div>
  );
}

export function BothThemes() {
  return (
    <div className={styles.grid2}>
      <Themed name="light" />
      <Themed name="dark" />
    </div>
  );
}

function Themed({ name }: { name: ThemeName }) {
  const t = useText(text);
  const theme = useMemo(() => antdTheme(name), [name]);
  return (
    <ConfigProvider theme={theme}>
      <div className={styles.theme} data-theme={name}>
        <h3>{t('sample')}</h3>
        <Sparkline values={[3, 4, 2, 5, 6, 5, 8, 7, 9]} sentence={t('sparkSentence')} width={240} />
        <div className={styles.line}>
          <Status kind="active">{t('st.active')}</Status>
          <Status kind="waiting">{t('st.waiting')}</Status>
          <Status kind="failed">{t('st.failed')}</Status>
        </div>
        <Input aria-label={t('fieldName')} placeholder={t('fieldNameHint')} />
        <Callout tone="warn" title={t('warnTitle')}>
          {t('warnText')}
        </Callout>
        <div className={styles.line}>
          <Button type="primary">{t('primary')}</Button>
          <Button>{t('secondary')}</Button>
          <Button danger>{t('danger')}</Button>
        </div>
      </div>
    </ConfigProvider>
  );
}
