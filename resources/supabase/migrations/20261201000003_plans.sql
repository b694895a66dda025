-- What a lead decides about experiments and about the model that an agent answers with. Each decision is kept with its name.

create function assay.is_whole(value jsonb, low integer, high integer) returns boolean
language sql immutable as $$
  select coalesce(case when value::text ~ '^\d{1,9}$' then value::text::integer between low and high end, false)
$$;

-- A name that must be the same in samples: measured as it is stored.
create function assay.is_name(value text) returns boolean
language sql immutable as $$
  select coalesce(length(value) between 1 and 200 and value = btrim(value), false)
$$;

create function assay.check_plan(plan jsonb) returns void
language plpgsql immutable set search_path = '' as $$
declare
  arms constant jsonb := plan -> 'arms';
begin
  if octet_length(plan::text) > 65536 then
    perform assay.refuse('bad_argument', 'A plan takes at most 64 KB.', 'Leave out what does not belong to it.');
  end if;
  if coalesce(jsonb_typeof(plan), '') <> 'object' or coalesce(jsonb_typeof(plan -> 'name'), '') <> 'string' or length(btrim(plan ->> 'name')) not between 1 and 200
    or coalesce(jsonb_typeof(plan -> 'agent'), '') <> 'string' or not assay.is_name(plan ->> 'agent')
  then
    perform assay.refuse('bad_argument', 'A plan has a name and an agent of 1 to 200 characters each.',
      'Complete the plan; the agent has no spaces around it.');
  end if;
  if not assay.is_whole(plan -> 'days', 1, 365) then
    perform assay.refuse('bad_argument', 'An experiment takes 1 to 365 days.', 'Choose a whole number of days.');
  end if;
  if plan ? 'review_share' and not assay.is_whole(plan -> 'review_share', 1, 10000) then
    perform assay.refuse('bad_argument', 'The share to review is 1 to 10,000 basis points.', 'Choose a share in between.');
  end if;
  if coalesce(jsonb_typeof(arms), '') <> 'array' or (
      select array_agg(a ->> 'name' order by a ->> 'name') from jsonb_array_elements(arms) a
    ) is distinct from '{control,treatment}'
  then
    perform assay.refuse('bad_argument', 'A plan has two arms, control and treatment.', 'Complete the plan.');
  end if;
  if exists (
    select from jsonb_array_elements(arms) a
    where coalesce(jsonb_typeof(a -> 'model'), '') <> 'string' or not assay.is_name(a ->> 'model')
  ) then
    perform assay.refuse('bad_argument', 'Each arm names its model in 1 to 200 characters.',
      'Complete the plan; a model has no spaces around it.');
  end if;
  if (
    select sum((a ->> 'share')::integer) filter (where assay.is_whole(a -> 'share', 1, 9999))
    from jsonb_array_elements(arms) a
  ) is distinct from 10000 then
    perform assay.refuse('bad_argument', 'The shares of the two arms are whole basis points and add up to 10,000.',
      'Set them again; half and half is 5,000 and 5,000.');
  end if;
end $$;

create function assay.experiment_answer(id uuid) returns json
language sql stable set search_path = '' as $$
  select json_build_object('experiment_id', e.experiment_id, 'state', e.state, 'started_at', e.started_at,
    'ends_at', e.ends_at)
  from public.assay_experiments e where e.experiment_id = id
$$;

create function assay.experiment_changed(id uuid, by_member uuid, change text, detail jsonb) returns json
language sql set search_path = '' as $$
  insert into public.assay_experiment_changes (experiment_id, by_member, change, detail)
  values (id, by_member, change, detail);
  select assay.experiment_answer(id)
$$;

create function assay.refuse_state(e public.assay_experiments, wish text) returns void
language plpgsql set search_path = '' as $$
begin
  perform assay.refuse('experiment_state', format('This experiment is %s and cannot be %s.', e.state, wish),
    'Sync and look again.');
end $$;

-- Locks an experiment, so that of two leads who decide at once the second finds what the first has made of it.
create function assay.locked_experiment(id uuid) returns public.assay_experiments
language plpgsql set search_path = '' as $$
begin
  perform from public.assay_experiments e where e.experiment_id = id for no key update;
  return assay.experiment_of(id);
end $$;

-- Of two leads of whom one changes a plan, the other has read another one. Whoever knows less of a plan than is stored is
-- held to what they know.
create function assay.must_be_as_read(e public.assay_experiments, read jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if exists (select from jsonb_each(read) r (key, value) where e.plan -> r.key <> r.value) then
    perform assay.refuse('plan_changed', 'Another lead has changed this plan since it was read here.',
      'Sync, and read it again.');
  end if;
end $$;

-- Saves a plan, new or changed, under the id that it brings. `read` is what is changed, as the lead has read it; a plan that is
-- there already, as where the first answer was lost, is saved whatever was read.
create function public.assay_save_experiment(plan json, read json default null) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me constant public.assay_members := assay.calling_lead();
  id constant uuid := (assay_save_experiment.plan ->> 'experiment_id')::uuid;
  saved jsonb := assay_save_experiment.plan::jsonb;
  known public.assay_experiments;
begin
  perform assay.check_plan(saved);
  saved := saved - 'experiment_id';
  if id is null then
    perform assay.refuse('bad_argument', 'A plan names its experiment.', 'Update Assay on this device.');
  end if;
  select e.* into known from public.assay_experiments e where e.experiment_id = id for no key update;
  if known.plan <> saved then perform assay.must_be_as_read(known, assay_save_experiment.read::jsonb); end if;
  insert into public.assay_experiments (experiment_id, plan, created_by) values (id, saved, me.member_id)
  on conflict (experiment_id) do update set plan = excluded.plan;
  insert into public.assay_arms (experiment_id, arm, model, share)
  select id, a ->> 'name', a ->> 'model', (a ->> 'share')::integer from jsonb_array_elements(saved -> 'arms') a
  on conflict (experiment_id, arm) do update set model = excluded.model, share = excluded.share;
  return assay.experiment_changed(id, me.member_id, 'saved', saved);
end $$;

-- `read` is the plan that the lead has read: it cannot be changed any more.
create function public.assay_start_experiment(experiment_id uuid, read json default null) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me constant public.assay_members := assay.calling_lead();
  e constant public.assay_experiments := assay.locked_experiment(assay_start_experiment.experiment_id);
begin
  if e.state <> 'planned' then perform assay.refuse_state(e, 'started'); end if;
  perform assay.must_be_as_read(e, assay_start_experiment.read::jsonb);
  begin
    update public.assay_experiments t
    -- In hours, as devices count days: where the database keeps a local time, some days of it have 23 or 25.
    set state = 'running', started_at = now(), ends_at = now() + make_interval(hours => 24 * e.days)
    where t.experiment_id = e.experiment_id;
  exception when unique_violation then
    perform assay.refuse('agent_busy', format('Another experiment runs on %s already.', e.agent), 'Stop that one first.');
  end;
  return assay.experiment_changed(e.experiment_id, me.member_id, 'started', null);
end $$;

-- Ends the assignment: every conversation gets the active model from here on. What was found so far stays and can be decided.
create function public.assay_stop_experiment(experiment_id uuid) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me constant public.assay_members := assay.calling_lead();
  e constant public.assay_experiments := assay.locked_experiment(assay_stop_experiment.experiment_id);
begin
  if e.state <> 'running' then perform assay.refuse_state(e, 'stopped'); end if;
  update public.assay_experiments t set state = 'stopped', stopped_at = now() where t.experiment_id = e.experiment_id;
  return assay.experiment_changed(e.experiment_id, me.member_id, 'stopped', null);
end $$;

-- Decides for good, and ends what still runs. It changes no active model: that is a change of its own.
create function public.assay_decide_experiment(experiment_id uuid, verdict text, reason text) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me constant public.assay_members := assay.calling_lead();
  e constant public.assay_experiments := assay.locked_experiment(assay_decide_experiment.experiment_id);
  why constant text := btrim(assay_decide_experiment.reason);
begin
  if e.state not in ('running', 'stopped') then perform assay.refuse_state(e, 'decided'); end if;
  if coalesce(assay_decide_experiment.verdict, '') not in ('ship', 'do_not_ship') then
    perform assay.refuse('bad_argument', 'A verdict is ship or do_not_ship.', 'Choose one of them, or let it run on.');
  end if;
  if coalesce(length(why), 0) not between 1 and 4000 then
    perform assay.refuse('bad_argument', 'A verdict needs a reason of at most 4,000 characters.', 'Write why.');
  end if;
  -- Harm may end it at any time; that something is good is not known before the planned days are over.
  if assay_decide_experiment.verdict = 'ship' and e.stopped_at < e.ends_at then
    perform assay.refuse('too_early', 'This experiment was stopped before its planned days were over.',
      'Decide not to ship, and plan another one.');
  elsif assay_decide_experiment.verdict = 'ship' and e.ends_at > now() then
    perform assay.refuse('too_early', 'The planned days of this experiment are not over.', 'Wait until they are.');
  elsif assay_decide_experiment.verdict = 'ship' and not exists (
    select from public.assay_looks l where l.experiment_id = e.experiment_id
  ) then
    perform assay.refuse('too_early', 'The result of this experiment was not opened.', 'Open it, and decide then.');
  end if;
  update public.assay_experiments t
  set state = 'decided', decided_at = now(), stopped_at = coalesce(t.stopped_at, now()),
    verdict = assay_decide_experiment.verdict, reason = why
  where t.experiment_id = e.experiment_id;
  return assay.experiment_changed(e.experiment_id, me.member_id, 'decided',
    jsonb_build_object('verdict', assay_decide_experiment.verdict, 'reason', why));
end $$;

-- Rolls a model out, or back. Said again it changes nothing; each change is kept with who, when, from, to and why.
create function public.assay_set_active_model(agent text, model text, why text, experiment_id uuid default null) returns json
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me constant public.assay_members := assay.calling_lead();
  former text;
  -- Behind the lock, so that times stand in the order of the changes.
  decided timestamptz;
begin
  if not assay.is_name(assay_set_active_model.agent) or not assay.is_name(assay_set_active_model.model)
    or coalesce(length(btrim(assay_set_active_model.why)), 0) not between 1 and 4000
  then
    perform assay.refuse('bad_argument', 'A change names the agent and the model, in 1 to 200 characters each, and says why.',
      'Complete it; neither has spaces around it.');
  end if;
  if assay_set_active_model.experiment_id is not null and not exists (
    select from public.assay_arms a join public.assay_experiments e on e.experiment_id = a.experiment_id
    where a.experiment_id = assay_set_active_model.experiment_id and e.agent = assay_set_active_model.agent
      and a.model = assay_set_active_model.model
  ) then
    perform assay.refuse('bad_argument', 'The model is in no arm of that experiment on this agent.',
      'Choose a model of the experiment, or name no experiment.');
  end if;
  -- One after the other, also for the first model of an agent, which has no row to lock yet.
  lock table public.assay_active_models in share row exclusive mode;
  decided := clock_timestamp();
  select m.model into former from public.assay_active_models m where m.agent = assay_set_active_model.agent collate "C";
  if former is distinct from assay_set_active_model.model then
    insert into public.assay_active_models (agent, model, since, set_by)
    values (assay_set_active_model.agent, assay_set_active_model.model, decided, me.member_id)
    on conflict (agent) do update set model = excluded.model, since = excluded.since, set_by = excluded.set_by;
    insert into public.assay_active_model_changes (agent, at, by_member, from_model, to_model, why, experiment_id)
    values (assay_set_active_model.agent, decided, me.member_id, former, assay_set_active_model.model,
      btrim(assay_set_active_model.why), assay_set_active_model.experiment_id);
  end if;
  return public.active_model(assay_set_active_model.agent);
end $$;

-- Who made an agent answer by what, and why, the newest change first.
create function public.assay_model_changes(agent text) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  me constant public.assay_members := assay.calling_lead();
begin
  return (
    select coalesce(json_agg(json_build_object('at', c.at, 'by_member', c.by_member, 'from_model', c.from_model,
      'to_model', c.to_model, 'why', c.why, 'experiment_id', c.experiment_id) order by c.at desc), '[]')
    from (
      select * from public.assay_active_model_changes d
      where d.agent = assay_model_changes.agent collate "C" order by d.at desc limit 100
    ) c
  );
end $$;
