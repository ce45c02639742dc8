import { Checkbox, Input } from 'antd';
import { useMemo, useState } from 'react';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Permission, permissionGroups } from './permission-groups.ts';
import styles from './roles.module.css';
import { moduleNames, text } from './text.ts';

/** Permissions in words, by module; what differs from before is marked. Works inside `Field`. */
export function PermissionPicker({
  id,
  value = [],
  onChange,
  all,
  before,
}: {
  id?: string;
  value?: readonly string[];
  onChange?: (permissions: string[]) => void;
  all: readonly Permission[];
  /** What the role held before; absent for a new one. */
  before?: readonly string[] | undefined;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const [q, setQ] = useState('');
  const groups = useMemo(
    () => permissionGroups(all, [...value, ...(before ?? [])]),
    [all, value, before],
  );
  const held = new Set(value);
  const set = (names: readonly string[], on: boolean) => {
    const next = new Set(value);
    for (const name of names) on ? next.add(name) : next.delete(name);
    onChange?.([...next].sort());
  };
  const fits = ({ name, text: words }: Permission) =>
    q.trim() === '' || `${words.join(' ')} ${name}`.toLowerCase().includes(q.trim().toLowerCase());
  return (
    <div id={id} className={styles.picker}>
      {all.length > 12 && (
        <Input
          type="search"
          prefix={<Icon name="filter" />}
          placeholder={t('searchPermission')}
          aria-label={t('searchPermission')}
          value={q}
          allowClear
          onChange={(event) => setQ(event.target.value)}
          onPressEnter={(event) => event.preventDefault()}
        />
      )}
      {groups.map(({ module, permissions }) => {
        const shown = permissions.filter(fits);
        const names = shown.map(({ name }) => name);
        const count = permissions.filter(({ name }) => held.has(name)).length;
        if (shown.length === 0) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset within the form's fieldset takes its looks
          <div
            key={module}
            role="group"
            aria-label={moduleNames[module] ? phrase(moduleNames[module]) : module}
            className={styles.group}
          >
            <h3>
              {moduleNames[module] ? phrase(moduleNames[module]) : module}
              <small>{t('held', { n: count, all: permissions.length })}</small>
              <Checkbox
                checked={names.every((name) => held.has(name))}
                indeterminate={
                  names.some((name) => held.has(name)) && !names.every((name) => held.has(name))
                }
                onChange={(event) => set(names, event.target.checked)}
              >
                {t('selectGroup')}
              </Checkbox>
            </h3>
            <ul>
              {shown.map(({ name, text: words }) => (
                <li key={name}>
                  <Checkbox
                    checked={held.has(name)}
                    onChange={(event) => set([name], event.target.checked)}
                  >
                    {phrase(words)}
                    <small title={name}>{name}</small>
                  </Checkbox>
                  <Mark was={before?.includes(name)} is={held.has(name)} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </div>
  );
}

function Mark({ was, is }: { was: boolean | undefined; is: boolean }) {
  const t = useText(text);
  if (was === undefined || was === is) return null;
  return <Tag tone={is ? 'accent' : 'warn'}>{t(is ? 'added' : 'removed')}</Tag>;
}

/** What a role may do, to be read. */
export function PermissionList({
  permissions,
  all,
}: {
  permissions: readonly string[];
  all: readonly Permission[];
}) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <div className={styles.picker}>
      {permissionGroups(all, permissions).map((group) => {
        const held = group.permissions.filter(({ name }) => permissions.includes(name));
        if (held.length === 0) return null;
        return (
          <section key={group.module} className={styles.group}>
            <h3>
              {moduleNames[group.module] ? phrase(moduleNames[group.module]!) : group.module}
              <small>{t('held', { n: held.length, all: group.permissions.length })}</small>
            </h3>
            <ul>
              {held.map(({ name, text: words }) => (
                <li key={name}>
                  <span className={styles.held}>
                    {phrase(words)}
                    <small title={name}>{name}</small>
                  </span>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
