-- What became of an exposed conversation. It is read off the samples table, where verdicts are written back and where the
-- agent's server writes what customers said, each time that a turn of the conversation is written; a verdict that is taken
-- back so takes its outcome back.

-- A whole or broken number from 1 to 5.
create function assay.rating(value jsonb) returns double precision
language sql immutable as $$
  select case when jsonb_typeof(value) = 'number' and value::numeric between 1 and 5 then value::double precision end
$$;

-- What the turns of a conversation tell.
create type assay.told as (
  reviewed boolean, approved boolean, edited boolean, csat double precision, violation boolean, intent text
);

-- Whether a conversation is among those that both arms give alike: of the smaller arm this portion, in basis points, and of
-- the larger one so many fewer that both give as many.
create function assay.is_among(x public.assay_exposures, portion integer) returns boolean
language sql stable as $$
  select ((hashtextextended(x.conversation_id || x.experiment_id::text, 0) & 9223372036854775807) % 10000) * a.share
    < portion * least(a.share, 10000 - a.share)
  from public.assay_arms a where a.experiment_id = x.experiment_id and a.arm = x.arm
$$;

-- Whether a turn tells of the arm that its conversation is in: where its agent's server says that the experiment has chosen
-- its model. That it says of none from before its conversation met the arm or from after the experiment, and of none of a
-- conversation that was left out because its arm was too long in coming: those were answered by one model, which may be one
-- arm's, as may be that of another agent that the conversation was handed over to. Nor does one count that names the other
-- arm's model: its server did not wait for the arm. A turn that names neither model is one of either arm alike.
create function assay.is_of_arm(s public.agent_training_samples, x public.assay_exposures) returns boolean
language sql stable as $$
  select s.source ->> 'agent_name' = e.agent and s.source ->> 'experiment' = e.experiment_id::text and coalesce((
    select bool_or(a.arm = x.arm) from public.assay_arms a
    where a.experiment_id = e.experiment_id and a.model = s.source ->> 'model'), true)
  from public.assay_experiments e where e.experiment_id = x.experiment_id
$$;

-- Whether the verdict on a turn may count: once a queue that draws from the experiment has decided it. What other queues of the
-- team pick, such as answers of low confidence, may differ by arm, and the review may hold those too; what the team's own
-- systems have written is theirs to answer for.
create function assay.is_reviewed(s public.agent_training_samples, x public.assay_exposures, verdict_id uuid) returns boolean
language sql stable as $$
  select coalesce(s.training_flags -> 'quality_reviewed' = 'true', false) and (verdict_id is null or exists (
    select from public.assay_queues q
    join public.assay_queue_items i on i.queue_id = q.queue_id and i.sample_id = s.sample_id::text
    where q.filter ->> 'experiment' = x.experiment_id::text and i.verdict_id is not null))
$$;

-- The table holds the scores of the text that would be trained on. Whether the agent itself has broken a rule is told by those
-- of its draft, wherever the verdict was given in Assay.
--
-- In plpgsql, so that its plan is kept: of one conversation after the other, it reads a few rows.
create function assay.told_by(x public.assay_exposures) returns assay.told
language plpgsql stable set search_path = '' set enable_seqscan = off as $$
declare
  t assay.told;
begin
  select coalesce(bool_or(u.reviewed), false),
    bool_and(u.approved and not u.edited) filter (where u.reviewed),
    bool_or(u.edited) filter (where u.reviewed),
    (array_agg(u.csat order by u.at desc, u.id desc) filter (where u.csat is not null))[1],
    bool_or(coalesce(u.flagged, false) or coalesce(u.reviewed and u.policy <= 2, false))
      filter (where u.flagged is not null or u.reviewed and u.policy is not null),
    (array_agg(u.intent order by u.at, u.id) filter (where u.intent is not null))[1]
  into t
  from (
    select s.created_at as at, s.sample_id::text as id,
      assay.is_reviewed(s, x, w.verdict_id) as reviewed,
      coalesce(s.human_feedback -> 'approved' = 'true', false) as approved,
      coalesce(s.human_feedback ->> 'human_edited_text', '') <> '' as edited,
      assay.rating(s.customer_outcome -> 'csat') as csat,
      case s.customer_outcome -> 'policy_violation' when 'true' then true when 'false' then false end as flagged,
      coalesce(assay.rating((coalesce(l.verdict, a.verdict) -> 'scores' -> 'policy')::jsonb),
        assay.rating(s.human_feedback -> 'quality_scores' -> 'policy'),
        assay.rating(s.human_feedback -> 'quality_scores' -> 'policy_alignment')) as policy,
      nullif(s.query ->> 'intent', '') as intent
    from public.agent_training_samples s
    left join public.assay_written w on w.sample_id = s.sample_id::text
    left join public.assay_labels l on l.label_id = w.verdict_id
    left join public.assay_adjudications a on a.adjudication_id = w.verdict_id
    where s.source ->> 'conversation_id' = x.conversation_id and assay.is_of_arm(s, x)
  ) u;
  return t;
end $$;

-- Locks what is known of some conversations, in one order: a conversation that goes on from one experiment into another has
-- several rows. Whoever writes one of them locks all of them first.
create function assay.lock_outcomes(conversations text[]) returns uuid[]
language plpgsql set search_path = '' set enable_seqscan = off as $$
begin
  return array(
    select o.exposure_id from public.assay_exposures x join public.assay_outcomes o on o.exposure_id = x.exposure_id
    where x.conversation_id = any (conversations) order by o.exposure_id for update of o);
end $$;

-- Decides again what is known of some conversations. Its row is the mutex of a conversation: a statement of its own locks
-- it, so that the next one reads what whoever held it has written.
create function assay.derive_outcomes(conversations text[]) returns void
language plpgsql set search_path = '' set enable_seqscan = off as $$
declare
  exposed constant uuid[] := assay.lock_outcomes(conversations);
begin
  update public.assay_outcomes o
  set reviewed = d.reviewed, approved = d.approved, edited = d.edited, csat = d.csat, violation = d.violation,
    intent = d.intent, at = now()
  from (
    select r.exposure_id, t.reviewed, t.approved, t.edited, t.intent, coalesce(r.recorded_csat, t.csat) as csat,
      -- One word of a broken rule is enough, wherever it was said. Of a larger arm reviewers see a smaller part: to be looked
      -- at alike, it counts no more conversations than the other.
      case when assay.is_among(x, 10000) then
        coalesce(nullif(t.violation, false), nullif(r.recorded_violation, false), t.violation, r.recorded_violation)
      end as violation
    from unnest(exposed) e (id)
    join public.assay_outcomes r on r.exposure_id = e.id
    join public.assay_exposures x on x.exposure_id = e.id
    cross join lateral assay.told_by(x) t
  ) d
  where o.exposure_id = d.exposure_id
    and (o.reviewed, o.approved, o.edited, o.csat, o.violation, o.intent)
      is distinct from (d.reviewed, d.approved, d.edited, d.csat, d.violation, d.intent);
end $$;

-- The agent's server asks for an arm before it answers, so a turn that tells of one finds its exposure.
create function assay.outcomes_follow() returns trigger
language plpgsql security definer set search_path = '' set enable_seqscan = off as $$
declare
  touched text[];
begin
  if not exists (select from public.assay_exposures) then return null; end if;
  if tg_op = 'INSERT' then
    touched := array(select n.source ->> 'conversation_id' from fresh n);
  elsif tg_op = 'DELETE' then
    touched := array(select o.source ->> 'conversation_id' from former o);
  else
    select array_agg(c.name) into touched
    from fresh n join former o on o.sample_id = n.sample_id
    cross join lateral (values (n.source ->> 'conversation_id'), (o.source ->> 'conversation_id')) c (name)
    where (n.source, n.query, n.human_feedback, n.customer_outcome, n.training_flags, n.created_at)
      is distinct from (o.source, o.query, o.human_feedback, o.customer_outcome, o.training_flags, o.created_at);
  end if;
  touched := array(select distinct x.conversation_id from public.assay_exposures x where x.conversation_id = any (touched));
  if touched = '{}' then return null; end if;
  if tg_op = 'DELETE' then
    perform assay.lock_outcomes(touched);
    -- Of a conversation that is erased as a whole nothing stays but its name and its arm.
    update public.assay_outcomes o set recorded_csat = null, recorded_violation = null
    from public.assay_exposures x
    where x.exposure_id = o.exposure_id and x.conversation_id = any (touched) and not exists (
      select from public.agent_training_samples s where s.source ->> 'conversation_id' = x.conversation_id);
  end if;
  perform assay.derive_outcomes(touched);
  return null;
end $$;
-- Triggers go by their names: queues before outcomes, at every write and as a push has it. Two that lock in different orders
-- would wait for each other.
create trigger zzz_assay_outcomes_inserted after insert on public.agent_training_samples
  referencing new table as fresh for each statement execute function assay.outcomes_follow();
create trigger zzz_assay_outcomes_updated after update on public.agent_training_samples
  referencing new table as fresh old table as former for each statement execute function assay.outcomes_follow();
create trigger zzz_assay_outcomes_deleted after delete on public.agent_training_samples
  referencing old table as former for each statement execute function assay.outcomes_follow();

-- Where several queues hold a sample, one of them may decide what the table says already: then no turn is written.
create or replace function assay.verdicts_changed(sample_ids text[]) returns void
language plpgsql set search_path = '' set enable_seqscan = off as $$
begin
  perform assay.write_back(sample_ids);
  perform assay.derive_outcomes(array(
    select s.source ->> 'conversation_id' from public.agent_training_samples s
    where s.sample_id::text collate "C" = any (sample_ids) and s.sample_id::text in (
      select i.sample_id from public.assay_queue_items i
      where i.sample_id = any (sample_ids) group by 1 having count(*) > 1)));
end $$;

-- For the agent's server: what is known of a conversation as a whole and stands in no sample. What is named replaces what was
-- recorded before, null takes it back. A conversation that is in no arm has no outcome, and is no error.
create function public.record_outcome(experiment uuid, conversation text, outcome json) returns json
language plpgsql security definer set search_path = '' as $$
declare
  e constant public.assay_experiments := assay.experiment_of(record_outcome.experiment);
  said constant jsonb := record_outcome.outcome::jsonb;
begin
  if coalesce(jsonb_typeof(said), '') <> 'object' or said - '{csat,policy_violation}'::text[] <> '{}'
    or jsonb_typeof(said -> 'csat') <> 'null' and assay.rating(said -> 'csat') is null
    or jsonb_typeof(said -> 'policy_violation') not in ('boolean', 'null')
  then
    perform assay.refuse('bad_argument',
      'An outcome holds csat, a number from 1 to 5, policy_violation, true or false, or one of them.',
      'Name nothing else; null takes back what was recorded.');
  end if;
  perform assay.lock_outcomes(array[record_outcome.conversation]);
  update public.assay_outcomes o
  set recorded_csat = case when said ? 'csat' then assay.rating(said -> 'csat') else o.recorded_csat end,
    recorded_violation = case when said ? 'policy_violation' then (said ->> 'policy_violation')::boolean
      else o.recorded_violation end
  from public.assay_exposures x
  where x.exposure_id = o.exposure_id and x.experiment_id = e.experiment_id
    and x.conversation_id = record_outcome.conversation;
  if not found then return json_build_object('recorded', false); end if;
  perform assay.derive_outcomes(array[record_outcome.conversation]);
  return json_build_object('recorded', true);
end $$;
