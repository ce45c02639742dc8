import type { Audience } from '../../contract.ts';
import { Overlap } from '../overlap/Overlap.tsx';

/** This audience laid over others of one's choice. */
export function OverlapTab({ audience }: { audience: Audience }) {
  return <Overlap first={audience.id} />;
}
