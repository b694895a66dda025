import { useState } from 'react';
import type { VerdictLabel } from '../../shared/domain/label.ts';
import { decisionNames } from '../labeling/names.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { calledIn } from './given-labels.tsx';
import { returnTo, useSettling } from './store.ts';

/** Gives the sample back to one of its labelers, who sees why. */
export function ReturnDialog({ labels, onClose }: { labels: readonly VerdictLabel[]; onClose: () => void }) {
  const about = useSettling((settling) => settling.about);
  const [memberId, setMemberId] = useState(about?.memberId ?? labels[0]?.labelerId ?? '');
  const [reason, setReason] = useState('');
  const send = async () => {
    await returnTo(memberId, reason);
    onClose();
  };
  return (
    <Dialog title="Return to a labeler" size="small" onClose={onClose}>
      <p>The label is taken back, and the sample comes to its labeler again with your reason.</p>
      <Form submit="Return" busy="Returning…" onSubmit={send} others={<Button onClick={onClose}>Cancel</Button>}>
        <Choice
          label="Whose label"
          value={memberId}
          options={Object.fromEntries(
            labels.map((label, index) => [
              label.labelerId,
              `${calledIn(about, label, index)}: ${decisionNames[label.verdict.decision]}, overall ${label.verdict.scores.overall}`,
            ]),
          )}
          onChange={setMemberId}
        />
        {/* Whose is known to somebody who looks behind a labeler's figure. */}
        <Field
          label="Reason"
          value={reason}
          onChange={setReason}
          required
          maxLength={4_000}
          data-autofocus={about === null ? undefined : true}
        />
      </Form>
    </Dialog>
  );
}
