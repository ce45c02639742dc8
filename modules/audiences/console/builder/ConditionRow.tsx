import { Button, Dropdown } from 'antd';
import type { KeyboardEvent } from 'react';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { Leaf } from '../../contract.ts';
import styles from './builder.module.css';
import type { Edit } from './edit-draft.ts';
import { AttributeFields, type FieldsProps } from './fields/AttributeFields.tsx';
import { EventFields, OccurrenceFields } from './fields/EventFields.tsx';
import {
  AudienceFields,
  ConsentFields,
  ReachFields,
  RelationshipFields,
  RmFields,
  ScoreFields,
  TagFields,
  UnitFields,
} from './fields/OtherFields.tsx';
import type { Item, Node } from './rule-draft.ts';
import { text } from './text.ts';

const fields: Record<Leaf['kind'], (props: FieldsProps) => React.ReactNode> = {
  attribute: AttributeFields,
  tag: TagFields,
  event: EventFields,
  occurrence: OccurrenceFields,
  relationship: RelationshipFields,
  rm: RmFields,
  audience: AudienceFields,
  score: ScoreFields,
  consent: ConsentFields,
  reach: ReachFields,
  unit: UnitFields,
};

export interface RowProps {
  edit: (edit: Edit) => void;
  /** What is wrong with a node, by its id. */
  faults: ReadonlyMap<string, readonly string[]>;
  /** Nodes not filled in yet: said quietly until somebody wants to save. */
  open: ReadonlySet<string>;
}

export function ConditionRow({
  node,
  nested,
  edit,
  faults,
  open,
  deeper,
}: RowProps & {
  node: Item;
  /** It stands in a group that may be left or wrapped. */
  nested: boolean;
  deeper: boolean;
}) {
  const t = useText(text);
  const Fields = fields[node.leaf.kind];
  const wrong = faults.get(node.id);
  const kind = t(kindTitles[node.leaf.kind]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not flow with its neighbours
    <div
      role="group"
      aria-label={`${t('condition')} ${kind}`}
      className={styles.row}
      data-node={node.id}
      data-wrong={wrong ? '' : undefined}
      onKeyDown={(event) => nodeKeys(event, node, edit)}
    >
      <div className={styles.fields}>
        {node.not && <span className={styles.negated}>{t('negated')}</span>}
        <span className={styles.kind}>{kind}</span>
        <Fields leaf={node.leaf} onChange={(leaf) => edit({ do: 'change', id: node.id, leaf })} />
      </div>
      <NodeMenu node={node} edit={edit} deeper={deeper} nested={nested} />
      {!wrong && open.has(node.id) && <p className={styles.open}>{t('incomplete')}</p>}
      <Faults wrong={wrong} />
    </div>
  );
}

export function Faults({ wrong }: { wrong: readonly string[] | undefined }) {
  if (!wrong) return null;
  return (
    <ul className={styles.faults} role="alert">
      {wrong.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}

const kindTitles = {
  attribute: 'kindAttribute',
  tag: 'kindTag',
  event: 'groupEvent',
  occurrence: 'groupEvent',
  relationship: 'kindRelationship',
  rm: 'staff',
  audience: 'kindAudience',
  score: 'kindScore',
  consent: 'kindConsent',
  reach: 'kindReach',
  unit: 'kindUnit',
} as const satisfies Record<Leaf['kind'], keyof typeof text>;

/** Alt with an arrow moves a node among its neighbours, Alt+Delete removes it. */
export function nodeKeys(
  event: KeyboardEvent<HTMLElement>,
  node: Node,
  edit: (edit: Edit) => void,
): void {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
  const gone = event.key === 'Delete' || event.key === 'Backspace';
  if (by === null && !gone) return;
  event.preventDefault();
  event.stopPropagation();
  edit(by === null ? { do: 'remove', id: node.id } : { do: 'move', id: node.id, by });
}

export function NodeMenu({
  node,
  edit,
  deeper,
  nested,
}: {
  node: Node;
  edit: (edit: Edit) => void;
  deeper: boolean;
  nested: boolean;
}) {
  const t = useText(text);
  const { id } = node;
  const items = [
    { key: 'not', label: t('not') },
    { key: 'copy', label: t('copy') },
    { key: 'up', label: t('moveUp') },
    { key: 'down', label: t('moveDown') },
    ...(deeper ? [{ key: 'wrap', label: t('wrap') }] : []),
    ...(node.kind === 'group' && nested && !node.not
      ? [{ key: 'unwrap', label: t('unwrap') }]
      : []),
  ];
  const acts: Record<string, Edit> = {
    not: { do: 'not', id },
    copy: { do: 'copy', id },
    up: { do: 'move', id, by: -1 },
    down: { do: 'move', id, by: 1 },
    wrap: { do: 'wrap', id },
    unwrap: { do: 'unwrap', id },
  };
  return (
    <span className={styles.menu}>
      <Dropdown
        trigger={['click']}
        menu={{ items, onClick: ({ key }) => acts[key] && edit(acts[key]) }}
      >
        <Button
          type="text"
          size="small"
          aria-label={t('more')}
          icon={<Icon name="more" size={16} />}
        />
      </Dropdown>
      <Button
        type="text"
        size="small"
        aria-label={t('remove')}
        icon={<Icon name="close" size={16} />}
        onClick={() => edit({ do: 'remove', id })}
      />
    </span>
  );
}
