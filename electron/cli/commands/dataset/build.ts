import { AssayError } from '../../../../shared/errors.ts';
import { runBuild } from '../../../service/dataset/jobs.ts';
import { datasetIn } from '../../../service/dataset/lockfile/store.ts';
import { writer } from '../../../service/dataset/writer.ts';
import { type ExitCode, exit, exitCodeOfSignal, UsageError } from '../../exit.ts';
import { version } from '../../place.ts';
import { onInterruption } from '../../signals.ts';
import { type Call, readRecipe } from './recipe.ts';
import { datasetText, progressText } from './text.ts';

export async function build({ workspace, terminal, values, named }: Call): Promise<ExitCode> {
  if (named.length > 0)
    throw new UsageError(`“${named[0]}” does not belong here: build takes options only.`, 'dataset');
  const recipe = readRecipe(workspace, values);
  const { result, cancel } = runBuild(workspace, recipe, version(), (told) => terminal.progress(progressText(told)));
  const interruption = onInterruption(cancel);
  try {
    const { id } = await result;
    const dataset = datasetIn(workspace, writer, id);
    terminal.result(dataset, () => datasetText(dataset));
    return exit.ok;
  } catch (error) {
    if (!(interruption.signal && error instanceof AssayError && error.kind === 'cancelled')) throw error;
    terminal.error(error.report());
    return exitCodeOfSignal(interruption.signal);
  } finally {
    interruption.end();
  }
}
