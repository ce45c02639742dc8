import { Tag } from '#platform/web/show/Status.tsx';
import { useComma, useMarks, usePhrase } from '#platform/web/text/lang.ts';
import { type Employment, employmentText, type Names } from '../../contract.ts';
import styles from './parts.module.css';

/** Roles a person holds; 兼职 is said, 专职 is the rule. */
export function RoleTags({
  roles,
  none,
}: {
  roles: readonly { id: string; name: Names; employment: Employment }[];
  none: string;
}) {
  const phrase = usePhrase();
  const comma = useComma();
  const marks = useMarks();
  if (roles.length === 0) return <span className={styles.quiet}>{none}</span>;
  const said = roles.map(({ name, employment }) =>
    employment === 'part_time'
      ? `${phrase(name)}${marks.aside(phrase(employmentText.part_time))}`
      : phrase(name),
  );
  return (
    <span className={styles.tags} title={said.join(comma)}>
      {[...new Set(said)].map((name) => (
        <Tag key={name}>{name}</Tag>
      ))}
    </span>
  );
}
