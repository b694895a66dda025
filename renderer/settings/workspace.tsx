import { useEffect, useState } from 'react';
import type { Finding } from '../../shared/contract/calls.ts';
import { ask } from '../client.ts';
import { runCommand } from '../keyboard/use-commands.ts';
import { screenNames, useView } from '../stores/view.ts';
import { useInfo, useWorkspace } from '../stores/workspace.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { plural } from '../ui/format.ts';
import { reveal } from '../ui/job-actions.ts';
import { attempt } from '../ui/notice.tsx';
import { Row } from './row.tsx';
import css from './workspace.module.css';

export function WorkspaceSettings() {
  const { name, path, samples, labels } = useInfo((info) => info);
  const go = useView((view) => view.go);
  // Labels are counted by the service, not by this window.
  useEffect(() => void attempt(useWorkspace.getState().refresh), []);
  return (
    <>
      <Row
        name={name}
        about={
          <>
            {plural(samples, 'sample')}, {plural(labels, 'label')}
            <span className={css['path']}>{path}</span>
          </>
        }
      >
        <Button onClick={() => void attempt(() => reveal(path))}>Show in folder</Button>
      </Row>
      <Row name="Other workspaces" about="A workspace is a folder: copy it, and everything in it is copied.">
        <Button onClick={() => runCommand('workspace.open')}>Open…</Button>
        <Button onClick={() => runCommand('workspace.new')}>New…</Button>
        <Button onClick={() => runCommand('workspace.demo')}>Demo</Button>
      </Row>
      <Row name="Gate and system prompts" about="They are set where a dataset shows what they do.">
        <Button onClick={() => go('dataset')}>{screenNames.dataset}</Button>
      </Row>
      <Doctor />
    </>
  );
}

/** Reads every page of both files: done when asked for, not on every visit. */
function Doctor() {
  const [findings, setFindings] = useState<readonly Finding[] | null>(null);
  const [running, setRunning] = useState(false);
  const run = async () => {
    setRunning(true);
    try {
      const found = await ask('workspace.doctor');
      setFindings(found);
      announce(summary(found));
    } finally {
      setRunning(false);
    }
  };
  return (
    <>
      <Row
        name="Check this workspace"
        about={
          findings
            ? summary(findings)
            : 'Reads both files from end to end and changes nothing. A large one takes a minute.'
        }
      >
        <Button disabled={running} onClick={() => void attempt(run)}>
          {running ? 'Checking…' : 'Check'}
        </Button>
      </Row>
      {findings ? (
        <ul className={css['findings']}>
          {findings.map((finding) => (
            <li key={finding.check} className={css['finding']}>
              <span className={css['verdict']} data-ok={finding.ok}>
                {finding.ok ? 'fine' : 'wrong'}
              </span>
              <span>{finding.check}</span>
              <span className={css['detail']}>
                {finding.detail}
                {finding.remedy === null ? null : <b className={css['remedy']}>{finding.remedy}</b>}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function summary(findings: readonly Finding[]): string {
  const wrong = findings.filter(({ ok }) => !ok).length;
  return wrong === 0 ? 'Everything is fine.' : `${plural(wrong, 'check')} found something wrong.`;
}
