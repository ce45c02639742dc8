import { TreeSelect } from 'antd';
import { useMemo } from 'react';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import { type UnitBranch, unitTree, useUnits } from '../units.ts';

interface Node {
  value: string;
  title: string;
  children: Node[];
}

const toNodes = (branches: readonly UnitBranch[]): Node[] =>
  branches.map(({ id, name, children }) => ({
    value: id,
    title: name,
    children: toNodes(children),
  }));

/** Chooses a unit of those the person may see. Works inside `Field`, which hands it value and onChange. */
export function UnitSelect({
  value,
  onChange,
  id,
  label,
  placeholder,
  allowClear = false,
  size,
}: {
  value?: string | undefined;
  onChange?: (unit: string | undefined) => void;
  id?: string;
  label?: string;
  placeholder?: string;
  allowClear?: boolean;
  size?: 'small' | 'middle' | 'large';
}) {
  const t = useText(words);
  const list = useUnits();
  const tree = useMemo(() => toNodes(unitTree(list)), [list]);
  return (
    <TreeSelect
      {...(id ? { id } : {})}
      {...(size ? { size } : {})}
      {...(value ? { value } : {})}
      aria-label={label ?? t('unit')}
      treeData={tree}
      showSearch={{ treeNodeFilterProp: 'title' }}
      allowClear={allowClear}
      treeDefaultExpandedKeys={tree.map((node) => node.value)}
      placeholder={placeholder ?? t('unit')}
      popupMatchSelectWidth={300}
      style={{ width: '100%' }}
      onChange={(next: string | undefined) => onChange?.(next)}
    />
  );
}
