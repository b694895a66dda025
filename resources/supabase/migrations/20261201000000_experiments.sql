-- Experiments: two models on the live conversations of one agent. Who plans one, what it may change and when, which
-- conversation met which arm, what became of it, and which model an agent answers with.

create table public.assay_experiments (
  experiment_id uuid primary key,
  state text not null default 'planned' check (state in ('planned', 'running', 'stopped', 'decided')),
  -- As the lead saved it. The columns below it are what the server itself goes by.
  plan jsonb not null,
  name text not null generated always as (plan ->> 'name') stored,
  agent text not null generated always as (plan ->> 'agent') stored,
  days integer not null generated always as ((plan ->> 'days')::integer) stored,
  -- How many of the smaller arm's conversations are reviewed, in basis points.
  review_share integer not null generated always as (coalesce((plan ->> 'review_share')::integer, 10000)) stored,
  created_by uuid not null references public.assay_members,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  -- When the planned days are over. It goes on until a lead stops it or decides.
  ends_at timestamptz,
  stopped_at timestamptz,
  decided_at timestamptz,
  verdict text check (verdict in ('ship', 'do_not_ship')),
  reason text,
  assay_xid xid8 not null
);
create index assay_experiments_feed on public.assay_experiments (assay_xid, experiment_id);
-- A conversation can meet one arm of one experiment only.
create unique index assay_experiments_running on public.assay_experiments (agent) where state = 'running';
create trigger stamp before insert or update on public.assay_experiments for each row execute function assay.stamp();

create table public.assay_arms (
  experiment_id uuid not null references public.assay_experiments,
  arm text not null check (arm in ('control', 'treatment')),
  model text not null,
  -- Of all conversations, in basis points.
  share integer not null check (share between 1 and 9999),
  primary key (experiment_id, arm)
);

-- The first time that a conversation was given an arm. It names the conversation and holds nothing of what was said, and so
-- it stays when the conversation is erased: without it the arms would no longer add up.
create table public.assay_exposures (
  exposure_id uuid primary key default gen_random_uuid(),
  experiment_id uuid not null,
  -- In the collation of the samples' index, which finds its turns.
  conversation_id text not null check (length(conversation_id) between 1 and 200),
  arm text not null,
  bucket integer not null check (bucket between 0 and 9999),
  at timestamptz not null default now(),
  unique (conversation_id, experiment_id),
  foreign key (experiment_id, arm) references public.assay_arms
);

-- What is known of an exposed conversation; null is not known. A row comes with its exposure, so that one feed tells both.
create table public.assay_outcomes (
  exposure_id uuid primary key references public.assay_exposures,
  reviewed boolean not null default false,
  approved boolean,
  edited boolean,
  csat double precision,
  violation boolean,
  intent text,
  -- What the agent's server has recorded of the conversation as a whole, beside its samples.
  recorded_csat double precision,
  recorded_violation boolean,
  at timestamptz not null default now(),
  assay_xid xid8 not null
);
create index assay_outcomes_feed on public.assay_outcomes (assay_xid, exposure_id);
create trigger stamp before insert or update on public.assay_outcomes for each row execute function assay.stamp();

-- A look at the result, as it was opened.
create table public.assay_looks (
  experiment_id uuid not null references public.assay_experiments,
  -- From 0.
  look integer not null,
  opened_at timestamptz not null default now(),
  opened_by uuid not null references public.assay_members,
  -- What was known then of the conversations that the look sees, summed up.
  arms jsonb not null,
  primary key (experiment_id, look)
);

create table public.assay_experiment_changes (
  change_id uuid primary key default gen_random_uuid(),
  experiment_id uuid not null references public.assay_experiments,
  at timestamptz not null default clock_timestamp(),
  by_member uuid not null references public.assay_members,
  change text not null check (change in ('saved', 'started', 'opened', 'stopped', 'decided')),
  -- The plan that was saved, the look that was opened, or the verdict and its reason.
  detail jsonb
);
create index assay_experiment_changes_experiment on public.assay_experiment_changes (experiment_id, at);

-- What an agent answers with while no experiment says otherwise.
create table public.assay_active_models (
  agent text collate "C" primary key check (length(agent) between 1 and 200),
  model text not null check (length(model) between 1 and 200),
  since timestamptz not null,
  set_by uuid not null references public.assay_members,
  assay_xid xid8 not null
);
create index assay_active_models_feed on public.assay_active_models (assay_xid, agent);
create trigger stamp before insert or update on public.assay_active_models for each row execute function assay.stamp();

create table public.assay_active_model_changes (
  change_id uuid primary key default gen_random_uuid(),
  agent text collate "C" not null references public.assay_active_models,
  at timestamptz not null default clock_timestamp(),
  by_member uuid not null references public.assay_members,
  from_model text,
  to_model text not null,
  why text not null check (length(why) between 1 and 4000),
  -- The experiment that it follows from.
  experiment_id uuid references public.assay_experiments
);
create index assay_active_model_changes_agent on public.assay_active_model_changes (agent, at);

-- The tables hold these by themselves: a secret key, or a slip in the SQL editor, is no way around them.

create function assay.append_only() returns trigger
language plpgsql set search_path = '' as $$
begin
  perform assay.refuse('append_only', format('Rows of %s are never changed and never taken away.', tg_table_name),
    'Record what is true now beside what was.');
  return null;
end $$;
create trigger append_only before update or delete or truncate on public.assay_exposures
  for each statement execute function assay.append_only();
create trigger append_only before update or delete or truncate on public.assay_experiment_changes
  for each statement execute function assay.append_only();
create trigger append_only before update or delete or truncate on public.assay_looks
  for each statement execute function assay.append_only();
create trigger append_only before update or delete or truncate on public.assay_active_model_changes
  for each statement execute function assay.append_only();

-- A plan that changed while its conversations come in would compare two different things under one name.
create function assay.hold_plan() returns trigger
language plpgsql set search_path = '' as $$
declare
  began boolean;
begin
  if tg_table_name = 'assay_experiments' then
    began := old.state <> 'planned' and old.plan is distinct from new.plan;
  else
    select e.state <> 'planned' into began from public.assay_experiments e
    where e.experiment_id = case tg_op when 'DELETE' then old.experiment_id else new.experiment_id end;
  end if;
  if began then
    perform assay.refuse('experiment_began', 'The plan of an experiment that has begun cannot be changed.',
      'Stop it and plan another one.');
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger hold_plan before update on public.assay_experiments for each row execute function assay.hold_plan();
create trigger hold_plan before insert or update or delete on public.assay_arms
  for each row execute function assay.hold_plan();
