-- What the agent's server asks before it answers: which arm a conversation is in, and which model the agent has.

-- FNV-1a, 32 bit, over the bytes of the text.
create function assay.fnv1a_32(value text) returns bigint
language plpgsql immutable strict set search_path = '' as $$
declare
  bytes bytea := convert_to(value, 'UTF8');
  hash bigint := 2166136261;
begin
  for i in 0 .. length(bytes) - 1 loop
    hash := ((hash # get_byte(bytes, i)) * 16777619) & 4294967295;
  end loop;
  return hash;
end $$;

-- The sticky hash of GrowthBook, version 2, in basis points: hashed twice, so that near names do not lie near each other.
create function assay.sticky_bucket(seed text, value text) returns integer
language sql immutable strict as $$
  select (assay.fnv1a_32(assay.fnv1a_32(seed || value)::text) % 10000)::integer
$$;

-- Records that a conversation has met its arm; of several who ask at once, one does.
create function assay.expose(experiment uuid, conversation text) returns public.assay_exposures
language plpgsql set search_path = '' as $$
declare
  drawn constant integer := assay.sticky_bucket(experiment::text, conversation);
  exposure public.assay_exposures;
begin
  insert into public.assay_exposures (experiment_id, conversation_id, arm, bucket)
  select a.experiment_id, conversation, case when drawn < a.share then 'control' else 'treatment' end, drawn
  from public.assay_arms a where a.experiment_id = experiment and a.arm = 'control'
  on conflict (conversation_id, experiment_id) do nothing
  returning * into exposure;
  if not found then
    select * into exposure from public.assay_exposures x
    where x.conversation_id = conversation and x.experiment_id = experiment;
    return exposure;
  end if;
  insert into public.assay_outcomes (exposure_id) values (exposure.exposure_id);
  return exposure;
end $$;

create function assay.experiment_of(id uuid) returns public.assay_experiments
language plpgsql stable set search_path = '' as $$
declare
  e public.assay_experiments;
begin
  select * into e from public.assay_experiments t where t.experiment_id = id;
  if not found then
    perform assay.refuse('unknown_experiment', 'There is no such experiment.', 'Take the id from the list of experiments.');
  end if;
  return e;
end $$;

-- The arm of a conversation, and the model that it is to be answered by. The first answer holds, whatever changes later. An
-- experiment that does not run gives no arm and the model that the agent has without it.
create function public.assign_arm(experiment uuid, conversation text) returns json
language plpgsql security definer set search_path = '' as $$
declare
  e constant public.assay_experiments := assay.experiment_of(assign_arm.experiment);
  exposure public.assay_exposures;
begin
  if coalesce(length(assign_arm.conversation), 0) not between 1 and 200 then
    perform assay.refuse('bad_argument', 'A conversation is named by 1 to 200 characters.',
      'Give the name that its samples carry as source.conversation_id.');
  end if;
  if e.state <> 'running' then
    return json_build_object('arm', null, 'model', coalesce(
      (select m.model from public.assay_active_models m where m.agent = e.agent collate "C"),
      (select a.model from public.assay_arms a where a.experiment_id = e.experiment_id and a.arm = 'control')));
  end if;
  select * into exposure from public.assay_exposures x
  where x.conversation_id = assign_arm.conversation and x.experiment_id = e.experiment_id;
  if not found then exposure := assay.expose(e.experiment_id, assign_arm.conversation); end if;
  return (
    select json_build_object('arm', a.arm, 'model', a.model) from public.assay_arms a
    where a.experiment_id = exposure.experiment_id and a.arm = exposure.arm
  );
end $$;

-- The model that an agent answers with, and the experiment that runs on it: then each conversation asks for its arm.
create function public.active_model(agent text) returns json
language sql stable security definer set search_path = '' as $$
  select json_build_object('model', m.model, 'since', m.since, 'experiment', e.experiment_id)
  from (select) one
  left join public.assay_active_models m on m.agent = active_model.agent collate "C"
  left join public.assay_experiments e on e.agent = active_model.agent and e.state = 'running'
$$;
