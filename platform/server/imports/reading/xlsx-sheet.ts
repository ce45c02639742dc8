import type { CellFault, RawRow } from './raw-row.ts';
import type { CellMeanings } from './xlsx-reader.ts';
import { dateOfSerial, numberText } from './xlsx-styles.ts';
import { attributeOf, type XmlHandler } from './xml-tokens.ts';

/** Makes rows of text out of the elements of a sheet. */
export function sheetRows(
  meanings: CellMeanings,
  maxColumns: number,
  onRow: (row: RawRow) => void,
): XmlHandler {
  let row = 0;
  let cells: string[] = [];
  let faults: Map<number, CellFault> | null = null;
  let column = -1;
  let type = '';
  let style = 0;
  let hasFormula = false;
  let hasValue = false;
  let value = '';
  let collecting = false;
  let inPhonetic = false;

  const endCell = () => {
    if (column < 0 || column >= maxColumns) return;
    const { text, fault } = meaning(meanings, { type, style, value, hasValue, hasFormula });
    if (text === '' && !fault) return;
    while (cells.length < column) cells.push('');
    cells[column] = text;
    if (!fault) return;
    faults ??= new Map();
    faults.set(column, fault);
  };

  return {
    open(name, attributes) {
      switch (name) {
        case 'row': {
          const number = Number(attributeOf(attributes, 'r'));
          row = number > 0 ? number : row + 1;
          cells = [];
          faults = null;
          column = -1;
          break;
        }
        case 'c': {
          const place = attributeOf(attributes, 'r');
          column = place ? columnOf(place) : column + 1;
          type = attributeOf(attributes, 't') ?? 'n';
          style = Number(attributeOf(attributes, 's') ?? 0);
          hasFormula = false;
          hasValue = false;
          value = '';
          break;
        }
        case 'f':
          hasFormula = true;
          break;
        case 'rPh':
          inPhonetic = true;
          break;
        case 'v':
        case 't':
          collecting = !inPhonetic;
          hasValue = true;
          break;
      }
    },
    close(name) {
      if (name === 'v' || name === 't') collecting = false;
      else if (name === 'rPh') inPhonetic = false;
      else if (name === 'c') endCell();
      else if (name === 'row') onRow(faults ? { row, cells, faults } : { row, cells });
    },
    text(part) {
      if (collecting) value += part;
    },
  };
}

interface Cell {
  type: string;
  style: number;
  value: string;
  hasValue: boolean;
  hasFormula: boolean;
}

function meaning(
  { shared, isDate, from1904 }: CellMeanings,
  { type, style, value, hasValue, hasFormula }: Cell,
): { text: string; fault?: CellFault } {
  if (!hasValue || value === '')
    return hasFormula && type !== 'str'
      ? { text: '', fault: 'formulaNotCalculated' }
      : { text: '' };
  switch (type) {
    case 's': {
      const text = shared.get(Number(value));
      return text === null ? { text: '', fault: 'unreadable' } : { text };
    }
    case 'str':
    case 'inlineStr':
      return { text: value };
    case 'b':
      return { text: value === '1' ? 'TRUE' : 'FALSE' };
    case 'e':
      return { text: value, fault: 'errorValue' };
    case 'd':
      return { text: value.replace('T', ' ').replace(/( 00:00:00)?(\.0+)?Z?$/, '') };
    default: {
      const date = isDate(style) ? dateOfSerial(Number(value), from1904) : null;
      if (date !== null) return { text: date };
      const { text, lost } = numberText(value);
      return lost ? { text, fault: 'digitsLost' } : { text };
    }
  }
}

/** B5 → 1 · AA10 → 26. */
export function columnOf(place: string): number {
  let column = 0;
  for (let i = 0; i < place.length; i++) {
    const letter = place.charCodeAt(i) & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
}
