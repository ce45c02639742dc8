import { type ImportFormat, importErrors } from '../../contract/import.ts';
import { audit } from '../audit.ts';
import { type Ctx, inTx, type TxCtx } from '../ctx.ts';
import { expireFile } from '../files/file.service.ts';
import { newId } from '../ids.ts';
import type { AnyImport } from './definition.ts';
import { type Fills, fillsBeside } from './fills.ts';
import { type ImportDbRow, setImport } from './import.repo.ts';
import { ownImport, startCheck } from './import.service.ts';
import { type Definitions, fillsOf, mappingOf } from './import-work.ts';
import { mappingFaults, missingColumns } from './mapping.ts';
import { putProfile } from './profile.repo.ts';
import { headersFingerprint, headersOf } from './read-headers.ts';

export interface MappingChange {
  readonly columns?: readonly (string | null)[] | undefined;
  readonly format?: ImportFormat | undefined;
  readonly headerRow?: number | undefined;
  readonly saveAs?: string | undefined;
  /** For columns that the file does not have. */
  readonly fills?: Fills | undefined;
}

/** Reads the file again as a person says it is to be read. */
export async function changeMapping(
  ctx: Ctx,
  definitions: Definitions,
  id: string,
  change: MappingChange,
): Promise<void> {
  await inTx(ctx, async (ctx) => {
    const states = ['mapping', 'ready', 'failed'];
    const { row, definition } = await ownImport(ctx, definitions, id, states);
    const { columns, format, headerRow } = change;
    const fills = change.fills ?? fillsOf(row);
    if (columns) demandMapping(definition, columns, fills);
    if (format && row.format && format.type !== (row.format as ImportFormat).type)
      throw importErrors.importFormat({ format: format.type, advice: 'csv-or-xlsx' });
    if (change.saveAs) await saveProfile(ctx, definition, row, columns, fills, change.saveAs);
    const reread = format !== undefined || headerRow !== undefined;
    const taskId = await startCheck(ctx, definition, id, row.filename);
    if (row.errorFileId) await expireFile(ctx, row.errorFileId);
    await setImport(ctx, id, {
      state: 'checking',
      taskId,
      // Another header row or sheet has other columns.
      mapping: columns ?? (reread ? null : row.mapping),
      fills,
      errorFileId: null,
      ...(format ? { format } : {}),
      ...(headerRow ? { headerRow } : format ? { headerRow: 0 } : {}),
    });
    audit(ctx, {
      action: 'platform.import-remapped',
      subject: { kind: 'import', id, name: row.filename },
      after: { columns, format, headerRow, fills },
    });
  });
}

function demandMapping(
  definition: AnyImport,
  columns: readonly (string | null)[],
  fills: Fills,
): void {
  const faults = mappingFaults(definition, columns);
  const missing = missingColumns(definition, columns, fills);
  const filled = Object.keys(fills).filter(
    (key) => !definition.columns.some((column) => column.key === key),
  );
  faults.unknown.push(...filled);
  if (missing.length > 0 || faults.unknown.length > 0 || faults.twice.length > 0)
    throw importErrors.importMapping({ missing, ...faults });
}

async function saveProfile(
  ctx: TxCtx,
  definition: AnyImport,
  row: ImportDbRow,
  columns: readonly (string | null)[] | undefined,
  fills: Fills,
  name: string,
): Promise<void> {
  const headers = await headersOf(ctx, row);
  const mapping = columns ?? mappingOf(row) ?? [];
  await putProfile(ctx, {
    id: newId(ctx.now()),
    kind: definition.kind,
    name,
    headers,
    mapping: headers.map((_, i) => mapping[i] ?? null),
    fills: fillsBeside(fills, mapping),
    fingerprint: headersFingerprint(ctx, definition.kind, headers),
  });
}
