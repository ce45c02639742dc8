import { type ReactNode, useState } from 'react';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import styles from './diff.module.css';
import { differences, type Line, listChange } from './difference.ts';

type Fields = Readonly<Record<string, unknown>> | null | undefined;

/**
 * Before and after, field by field, in the words of the screen. Every line says in a word what kind
 * of change it is, so that nothing hangs on red and green.
 */
export function Diff({
  before,
  after,
  label = (field) => field,
  show,
}: {
  before: Fields;
  after: Fields;
  /** The field's name as the screen calls it. */
  label?: (field: string) => ReactNode;
  /** How a value is written; lists are compared member by member. */
  show?: (value: unknown, field: string) => ReactNode;
}) {
  const t = useText(words);
  const [all, setAll] = useState(false);
  const lines = differences(before, after);
  const same = lines.filter((line) => line.kind === 'same').length;
  const shown = all ? lines : lines.filter((line) => line.kind !== 'same');
  return (
    <div className={styles.diff}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">{t('changed')}</span>
            </th>
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('after')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <tr key={line.field} data-kind={line.kind}>
              <th scope="row">
                {label(line.field)}
                {line.kind !== 'same' && <small>{t(line.kind)}</small>}
              </th>
              <Sides line={line} show={show ?? plain} />
            </tr>
          ))}
        </tbody>
      </table>
      {same > 0 && !all && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {t('unchanged', { n: same })} · {t('showUnchanged')}
        </button>
      )}
    </div>
  );
}

const plain = (value: unknown): ReactNode =>
  typeof value === 'object' ? <code>{JSON.stringify(value)}</code> : String(value);

function Sides({ line, show }: { line: Line; show: (value: unknown, field: string) => ReactNode }) {
  const t = useText(words);
  const one = (value: unknown) =>
    value === undefined || value === null || value === '' ? (
      <span className={styles.empty}>{t('empty')}</span>
    ) : (
      show(value, line.field)
    );
  if (Array.isArray(line.before ?? []) && Array.isArray(line.after ?? [])) {
    const before = (line.before ?? []) as unknown[];
    const after = (line.after ?? []) as unknown[];
    const { added, removed } = listChange(before, after);
    const members = (list: unknown[], marked: unknown[], mark: 'ins' | 'del') =>
      list.length === 0 ? (
        one('')
      ) : (
        <ul>
          {list.map((value) => {
            const Tag = marked.includes(value) ? mark : 'span';
            return (
              <li key={JSON.stringify(value)}>
                <Tag>{one(value)}</Tag>
              </li>
            );
          })}
        </ul>
      );
    return (
      <>
        <td>{members(before, removed, 'del')}</td>
        <td>{members(after, added, 'ins')}</td>
      </>
    );
  }
  const changed = line.kind !== 'same';
  return (
    <>
      <td>{changed && line.kind !== 'added' ? <del>{one(line.before)}</del> : one(line.before)}</td>
      <td>{changed && line.kind !== 'removed' ? <ins>{one(line.after)}</ins> : one(line.after)}</td>
    </>
  );
}
