/**
 * For a process that the launcher started: when the launcher is killed, the channel to it closes,
 * and we stop in order instead of living on unseen. The launcher's database waits ten seconds for
 * that before it stops too. Does nothing in a process that was started otherwise.
 */
export function stopWithParent(stop: () => Promise<void>): void {
  if (!process.channel) return;
  process.channel.unref();
  // Our output went to the launcher as well: nobody reads it any more.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), 9_000).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
