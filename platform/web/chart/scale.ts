/** Points of a line in a box, with room for its stroke; a flat series lies in the middle. */
export function linePoints(values: readonly number[], width: number, height: number, pad = 2) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low;
  return values.map((value, at) => ({
    x: values.length === 1 ? width / 2 : pad + (at / (values.length - 1)) * (width - 2 * pad),
    y: span === 0 ? height / 2 : height - pad - ((value - low) / span) * (height - 2 * pad),
  }));
}

export const pathOf = (points: readonly { x: number; y: number }[]): string =>
  points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

/** The part of a circle from the top, clockwise, as a stroke's dash array. */
export function arc(share: number, radius: number): { dash: string; length: number } {
  const length = 2 * Math.PI * radius;
  const filled = Math.min(1, Math.max(0, share)) * length;
  return { dash: `${filled.toFixed(2)} ${(length - filled).toFixed(2)}`, length };
}
