import type { SampleFilter } from '../../shared/domain/browse.ts';
import { scaleOf } from '../../shared/domain/rubric.ts';
import { Key } from '../keyboard/key.tsx';
import { runCommand } from '../keyboard/use-commands.ts';
import { useInfo } from '../stores/workspace.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { chipNames, chipValue, setChips, without } from './chips.ts';
import { everything, setFilter } from './store.ts';

export function NoSamples() {
  return (
    <EmptyState
      title="No samples yet"
      actions={
        <Button look="primary" onClick={() => runCommand('import.choose')}>
          Import a file… <Key command="import.choose" />
        </Button>
      }
    >
      <p>
        A sample is one answer of your agent with the question that it answers. Import a file of them, as NDJSON or CSV,
        plain or gzip; or drop it anywhere in this window. They stay on this machine.
      </p>
    </EmptyState>
  );
}

/** Names what was asked for, so that the one filter too many is easy to drop. */
export function NothingFound({ filter }: { filter: SampleFilter }) {
  const rubric = useInfo((info) => info.rubric);
  const chips = setChips(filter);
  const { text, ...rest } = filter;
  return (
    <EmptyState
      title="Nothing found"
      actions={
        <>
          {text ? <Button onClick={() => setFilter(rest)}>Clear the search “{text}”</Button> : null}
          {chips.map((chip) => (
            <Button key={chip} onClick={() => setFilter(without(filter, chip))}>
              Clear {chipNames[chip]}: {chipValue(filter, chip, (id) => scaleOf(rubric, id).name)}
            </Button>
          ))}
          {chips.length + (text ? 1 : 0) > 1 ? (
            <Button look="quiet" onClick={() => setFilter(everything())}>
              Clear everything <Key command="browser.clear" />
            </Button>
          ) : null}
        </>
      }
    >
      <p>
        No sample matches all of what is asked for. Every word of the search must occur; “words in quotes” stay together
        and -word leaves out.
      </p>
    </EmptyState>
  );
}
