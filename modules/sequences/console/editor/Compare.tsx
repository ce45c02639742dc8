import { useCall } from '#platform/web/api.ts';
import { Diff } from '#platform/web/show/Diff.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Definition, getSequence, lanes, type SequenceId } from '../../contract.ts';
import { difference } from '../../definition/difference.ts';
import styles from '../sequences.module.css';
import { text } from '../text.ts';

/** Item by item, what another version says differently. */
export function Compare({
  id,
  with: version,
  definition,
}: {
  id: SequenceId;
  with: number;
  definition: Definition;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const other = useCall(getSequence, { params: { id }, query: { version } });
  if (other.isPending) return null;
  if (other.isError) return <ErrorNote error={other.error} retry={() => other.refetch()} />;
  const found = difference(other.data.definition, definition);
  const known = new Map(
    [...other.data.definition.items, ...definition.items].map((item) => [item.id, item]),
  );
  const nameOf = (id: string) => {
    const item = known.get(id)!;
    return `${phrase(lanes[item.lane])} · ${item.title}`;
  };
  return (
    <div className={styles.compare}>
      <h3>{t('compareWith', { n: version })}</h3>
      {found.length === 0 ? (
        <p>{t('noDifference')}</p>
      ) : (
        <Diff
          before={Object.fromEntries(found.map(({ item, words }) => [item, words.before || null]))}
          after={Object.fromEntries(found.map(({ item, words }) => [item, words.after || null]))}
          label={nameOf}
        />
      )}
    </div>
  );
}
