import { useQuery } from '@tanstack/react-query';
import { TreeSelect } from 'antd';
import { type ReactNode, useState } from 'react';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { type UnitNode, useUnitPath, useUnitSource } from '../units.ts';

interface Node {
  id: string;
  pId: string | null;
  value: string;
  title: string;
  isLeaf: boolean;
}

interface Chosen {
  value: string;
  label?: ReactNode;
}

const toNode = (unit: UnitNode, parent: string | null): Node => ({
  id: unit.id,
  pId: parent,
  value: unit.id,
  title: unit.name,
  isLeaf: unit.childCount === 0,
});

export interface UnitSelectProps {
  value?: string | undefined;
  onChange?: (unit: string | undefined) => void;
  id?: string;
  label?: string;
  placeholder?: string;
  allowClear?: boolean;
  disabled?: boolean;
  size?: 'small' | 'middle' | 'large';
}

/** Chooses a unit of those the person works in. Levels load as they open; typing searches them all. */
export function UnitSelect(props: UnitSelectProps) {
  const t = useText(words);
  const source = useUnitSource();
  const [q, setQ] = useState('');
  const [below, setBelow] = useState<readonly Node[]>([]);
  const top = useQuery({
    queryKey: ['org', 'unit-level', null],
    queryFn: () => source.level(null),
    staleTime: 60_000,
  });
  const found = useQuery({
    queryKey: ['org', 'unit-find', q],
    queryFn: () => source.find(q),
    enabled: q !== '',
    staleTime: 60_000,
  });
  const path = useUnitPath(props.value);
  const tree: readonly Node[] =
    q === ''
      ? [...(top.data ?? []).map((unit) => toNode(unit, null)), ...below]
      : (found.data ?? []).map((unit) => ({ ...toNode(unit, null), isLeaf: true }));
  const name = path.data?.at(-1)?.name;
  return (
    <TreeSelect<Chosen>
      {...(props.id ? { id: props.id } : {})}
      {...(props.size ? { size: props.size } : {})}
      value={props.value ? { value: props.value, label: name ?? '…' } : undefined}
      labelInValue
      disabled={props.disabled ?? false}
      // Inside a field its label is the name.
      {...(props.id && !props.label ? {} : { 'aria-label': props.label ?? t('unit') })}
      treeDataSimpleMode
      treeData={[...tree]}
      loadData={async (node) => {
        const parent = String(node.value);
        const units = await source.level(parent);
        setBelow((known) => [
          ...known.filter((kept) => kept.pId !== parent),
          ...units.map((unit) => toNode(unit, parent)),
        ]);
      }}
      showSearch={{ filterTreeNode: false, onSearch: (text) => setQ(text.trim()) }}
      allowClear={props.allowClear ?? false}
      placeholder={props.placeholder ?? t('unit')}
      popupMatchSelectWidth={300}
      style={{ width: '100%' }}
      onChange={(next: Chosen | undefined) => props.onChange?.(next?.value)}
    />
  );
}
