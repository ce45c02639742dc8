import { Button, Segmented } from 'antd';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { useText } from '#platform/web/text/lang.ts';
import styles from './builder.module.css';
import { ConditionPicker } from './ConditionPicker.tsx';
import { ConditionRow, Faults, NodeMenu, nodeKeys, type RowProps } from './ConditionRow.tsx';
import { mayDeepen } from './edit-draft.ts';
import { type Group, group, item } from './rule-draft.ts';
import { text } from './text.ts';

/** Conditions and groups that belong together, down to any depth. */
export function GroupView({
  node,
  depth = 0,
  label,
  edit,
  faults,
  open,
}: RowProps & { node: Group; depth?: number; label: string }) {
  const t = useText(text);
  const deeper = mayDeepen(depth + 1);
  const wrong = faults.get(node.id);
  const between = t(node.op === 'all' ? 'and' : 'or');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not flow with its neighbours
    <div
      role="group"
      aria-label={label}
      className={styles.group}
      data-depth={depth % 3}
      data-node={node.id}
      data-wrong={wrong ? '' : undefined}
      {...(depth > 0
        ? { onKeyDown: (event: React.KeyboardEvent<HTMLElement>) => nodeKeys(event, node, edit) }
        : {})}
    >
      <div className={styles.groupHead}>
        {node.not && <span className={styles.negated}>{t('negated')}</span>}
        <Segmented<Group['op']>
          aria-label={t('groupOp')}
          size="small"
          value={node.op}
          onChange={(op) => edit({ do: 'op', id: node.id, op })}
          options={[
            { value: 'all', label: t('opAll') },
            { value: 'any', label: t('opAny') },
          ]}
        />
        {depth > 0 && <NodeMenu node={node} edit={edit} deeper={deeper} nested />}
      </div>
      {!wrong && depth > 0 && open.has(node.id) && (
        <p className={styles.open}>{t('incompleteGroup')}</p>
      )}
      <Faults wrong={wrong} />
      {node.of.map((inner, at) => (
        <div key={inner.id} className={styles.member}>
          {at > 0 && <span className={styles.joiner}>{between}</span>}
          {inner.kind === 'item' ? (
            <ConditionRow
              node={inner}
              nested
              edit={edit}
              faults={faults}
              open={open}
              deeper={deeper}
            />
          ) : (
            <GroupView
              node={inner}
              depth={depth + 1}
              label={t('group')}
              edit={edit}
              faults={faults}
              open={open}
            />
          )}
        </div>
      ))}
      <div className={styles.adders}>
        <ConditionPicker
          label={t('add')}
          onPick={(leaf) => edit({ do: 'add', to: node.id, node: item(leaf) })}
        />
        {deeper && (
          <Button
            icon={<Icon name="plus" size={14} />}
            onClick={() =>
              edit({ do: 'add', to: node.id, node: group(node.op === 'all' ? 'any' : 'all') })
            }
          >
            {t('addGroup')}
          </Button>
        )}
      </div>
    </div>
  );
}
