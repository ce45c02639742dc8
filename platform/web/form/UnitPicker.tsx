import { useQuery } from '@tanstack/react-query';
import { Input, Tree } from 'antd';
import { useEffect, useId, useState } from 'react';
import { Icon } from '../icon/Icon.tsx';
import { Empty } from '../show/Empty.tsx';
import { ErrorNote } from '../show/ErrorNote.tsx';
import { SkeletonText } from '../show/Skeleton.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { type UnitNode, useUnitSource } from '../units.ts';
import { useSettled } from '../useSettled.ts';
import styles from './unit-picker.module.css';

interface Node {
  key: string;
  title: string;
  isLeaf: boolean;
  children?: Node[];
}

const toNode = (unit: UnitNode): Node => ({
  key: unit.id,
  title: unit.name,
  isLeaf: unit.childCount === 0,
});

const hung = (nodes: readonly Node[], below: ReadonlyMap<string, readonly UnitNode[]>): Node[] =>
  nodes.map((node) => {
    const units = below.get(node.key);
    return units ? { ...node, children: hung(units.map(toNode), below) } : node;
  });

/** Units laid open: a tree that loads as it unfolds, and a search over all of them. */
export function UnitPicker({
  value,
  onChoose,
}: {
  value: string | null;
  onChoose: (unit: string) => void;
}) {
  const t = useText(words);
  const id = useId();
  const source = useUnitSource();
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim(), 250);
  const [below, setBelow] = useState<ReadonlyMap<string, readonly UnitNode[]>>(new Map());
  const [unfolded, setUnfolded] = useState<readonly string[]>([]);
  const top = useQuery({
    queryKey: ['org', 'unit-level', null],
    queryFn: () => source.level(null),
    staleTime: 60_000,
  });
  // Opens at once what leads to the chosen unit, or the only one at the top.
  useEffect(() => {
    const first = top.data?.length === 1 ? top.data[0]?.id : undefined;
    let left = false;
    const open = async () => {
      const path = value ? (await source.path(value)).map((step) => step.id) : [];
      const way = [...new Set([...(first ? [first] : []), ...path.slice(0, -1)])];
      const levels = await Promise.all(way.map((id) => source.level(id)));
      if (left) return;
      setBelow(
        (known) => new Map([...known, ...way.map((id, at) => [id, levels[at] ?? []] as const)]),
      );
      setUnfolded(way);
    };
    if (top.data) open().catch(() => {});
    return () => {
      left = true;
    };
  }, [top.data, value, source]);
  const found = useQuery({
    queryKey: ['org', 'unit-find', q],
    queryFn: () => source.find(q),
    enabled: q !== '',
    staleTime: 60_000,
  });
  const shown = q === '' ? top : found;
  const nodes =
    q === ''
      ? hung((top.data ?? []).map(toNode), below)
      : (found.data ?? []).map((unit) => ({ ...toNode(unit), isLeaf: true }));
  return (
    <div className={styles.picker}>
      <Input
        id={id}
        aria-label={t('searchUnit')}
        placeholder={t('searchUnit')}
        prefix={<Icon name="search" />}
        value={typed}
        allowClear
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className={styles.tree}>
        {shown.isError && <ErrorNote error={shown.error} retry={() => shown.refetch()} />}
        {shown.isPending && <SkeletonText lines={3} />}
        {shown.data?.length === 0 && <Empty small title={t('noMatch')} />}
        {nodes.length > 0 && (
          <Tree
            key={q === '' ? 'tree' : 'found'}
            blockNode
            treeData={nodes}
            selectedKeys={value ? [value] : []}
            expandedKeys={[...unfolded]}
            onExpand={(keys) => setUnfolded(keys.map(String))}
            loadData={async (node) => {
              const units = await source.level(String(node.key));
              setBelow((known) => new Map(known).set(String(node.key), units));
            }}
            switcherIcon={({ expanded }: { expanded?: boolean }) => (
              <Icon name={expanded ? 'down' : 'right'} size={12} />
            )}
            onSelect={(_, { node }) => onChoose(String(node.key))}
          />
        )}
      </div>
    </div>
  );
}
