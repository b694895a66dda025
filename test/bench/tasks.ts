/** The longest stretch between two turns of the event loop, in ms: of the clock, and of the processor. */
export type LongestTask = { wall: number; cpu: number };

/**
 * Watches the event loop of this process while `work` runs: a timer that is due every millisecond notes how late it
 * came, and how much processor time this thread took meanwhile.
 *
 * The clock alone cannot tell a task that works from one that waits for the disk, or for a core that another process
 * has. A loop of immediates would be finer than a millisecond, and take the core that is to be measured.
 */
export async function watchTasks<T>(work: () => Promise<T>): Promise<{ value: T; longest: LongestTask }> {
  const longest: LongestTask = { wall: 0, cpu: 0 };
  let wall = performance.now();
  let cpu = cpuMs();
  const timer = setInterval(() => {
    const [wallNow, cpuNow] = [performance.now(), cpuMs()];
    longest.wall = Math.max(longest.wall, wallNow - wall);
    longest.cpu = Math.max(longest.cpu, cpuNow - cpu);
    [wall, cpu] = [wallNow, cpuNow];
  }, 1);
  const value = await work();
  clearInterval(timer);
  return { value, longest };
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
