import { type FormEvent, useState } from 'react';
import { trailNow } from '../stores/loop.ts';
import { jump } from '../stores/loop-writes.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { reportOf } from '../ui/error-note.tsx';
import { plural } from '../ui/format.ts';
import css from './jump.module.css';
import { useScreen } from './screen-state.ts';

const close = () => useScreen.setState({ jumping: false });

/** G: to a place on the trail of this sitting, or to a sample by its id. */
export function Jump() {
  const [wanted, setWanted] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const trail = trailNow();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    jump(wanted).then(
      (refused) => (refused === null ? close() : setRefusal(refused)),
      (thrown: unknown) => setRefusal(reportOf(thrown).message),
    );
  };

  return (
    <Dialog
      title="Jump to a sample"
      size="small"
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" type="submit" form="jump">
            Jump
          </Button>
        </>
      }
    >
      <form id="jump" onSubmit={submit}>
        <label className={css['field']}>
          A place on the trail, or a sample’s id
          <input
            className={css['input']}
            autoFocus
            value={wanted}
            maxLength={200}
            aria-describedby="jump-help"
            onChange={(event) => {
              setWanted(event.target.value);
              setRefusal(null);
            }}
          />
        </label>
        <p id="jump-help" className={css['help']} role={refusal === null ? undefined : 'alert'}>
          {refusal ??
            `You are at place ${trail.at + 1}. ${plural(trail.length, 'sample')} of this sitting ${trail.length === 1 ? 'has' : 'have'} a place: those seen, and the next ones that are ready.`}
        </p>
      </form>
    </Dialog>
  );
}
