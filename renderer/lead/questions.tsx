import { useState } from 'react';
import type { OpenQuestion, TeamView } from '../../shared/domain/lead.ts';
import { ask } from '../client.ts';
import { breakable } from '../ui/breakable.tsx';
import { Field, Form } from '../ui/form.tsx';
import { dateTime } from '../ui/format.ts';
import css from './lead.module.css';
import { loadTeam, nameOf, queueNameOf, useLead } from './store.ts';

/** What labelers want to know before they go on; an answer gives the item back to them. */
export function Questions({ team }: { team: TeamView }) {
  if (team.questions.length === 0) return null;
  return (
    <section aria-labelledby="questions-title">
      <h2 id="questions-title" className={css['title']}>
        Questions
      </h2>
      <ul aria-labelledby="questions-title">
        {team.questions.map((question) => (
          <Question key={question.questionId} question={question} team={team} />
        ))}
      </ul>
    </section>
  );
}

function Question({ question, team }: { question: OpenQuestion; team: TeamView }) {
  const { questionId, memberId, queueId, text, askedAt, query, response } = question;
  const [answer, setAnswer] = useState('');
  const send = async () => {
    await ask('lead.rule', { questionId, text: answer });
    // It waits in the outbox now: out of the list, whether or not there is a network.
    useLead.setState({
      team: { ...team, questions: team.questions.filter((other) => other.questionId !== questionId) },
    });
    await ask('sync.now', { anew: false }).then(loadTeam, () => {
      // Without a network it goes out later; the header says so.
    });
  };
  return (
    <li className={css['entry']}>
      <div className={css['line']}>
        <b className={css['name']}>{breakable(text)}</b>
        <span className={css['figures']}>
          {nameOf(team, memberId)}, {queueNameOf(team, queueId)}, {dateTime(askedAt)}
        </span>
      </div>
      <p className={css['quote']}>{breakable(query)}</p>
      <p className={css['quote']}>{breakable(response)}</p>
      <Form submit="Answer" busy="Answering…" onSubmit={send}>
        <Field label="Your answer" value={answer} onChange={setAnswer} required />
      </Form>
    </li>
  );
}
