-- Rubrics, queues, and who does what: the assignment is the unit of labeling, of visibility and of sync.

create table public.assay_rubrics (
  version integer primary key check (version > 0),
  body json not null,
  saved_at timestamptz not null default now(),
  assay_xid xid8 not null
);
create index assay_rubrics_feed on public.assay_rubrics (assay_xid, version);
create trigger stamp before insert or update on public.assay_rubrics for each row execute function assay.stamp();

-- The rubric that the program brings along.
insert into public.assay_rubrics (version, body) values (1, '{
  "version": 1,
  "criteria": [
    {
      "id": "factuality",
      "name": "Factuality",
      "question": "Is what it states true and grounded?",
      "anchors": {
        "5": "Every statement true and in the sources",
        "4": "True; a harmless detail has no source",
        "3": "Main point true, a minor detail is wrong",
        "2": "A detail that matters is wrong or unsupported",
        "1": "Invented, or the opposite of the sources"
      }
    },
    {
      "id": "helpfulness",
      "name": "Helpfulness",
      "question": "Does it get this customer further?",
      "anchors": {
        "5": "Solves it, or says what happens next and when",
        "4": "Solves it, though not by the shortest way",
        "3": "Right direction, the customer does the work",
        "2": "Little use, the customer must ask again",
        "1": "No use, or sends the customer the wrong way"
      }
    },
    {
      "id": "tone",
      "name": "Tone",
      "question": "Does it sound right to this customer, now?",
      "anchors": {
        "5": "Warm, precise, fits this customer''s mood",
        "4": "Professional and kind, a phrase could go",
        "3": "Correct but flat or formulaic",
        "2": "Curt, or cheerful where it should not be",
        "1": "Rude, blaming or mocking"
      }
    },
    {
      "id": "policy",
      "name": "Policy",
      "question": "Does it keep to the store''s rules?",
      "anchors": {
        "5": "Keeps every rule and uses what they allow",
        "4": "Keeps every rule, a condition is put loosely",
        "3": "A small slip that costs nobody anything",
        "2": "Grants too much, or refuses what is allowed",
        "1": "Breaks privacy or safety, or invents a rule"
      }
    },
    {
      "id": "completeness",
      "name": "Completeness",
      "question": "Is every part of the question answered?",
      "anchors": {
        "5": "Every part, and what follows from it",
        "4": "Every part, but a useful detail is missing",
        "3": "The main part, but not a smaller one",
        "2": "Half of the question is passed over",
        "1": "Answers another question, or none"
      }
    }
  ],
  "overall": {
    "name": "Overall",
    "question": "Should the agent learn from this answer?",
    "anchors": {
      "5": "Yes, exactly as it stands",
      "4": "Yes, with a small wish left over",
      "3": "Harmless, but not an example to follow",
      "2": "Not before a real correction",
      "1": "Never: it would do harm or mislead"
    }
  }
}');

create table public.assay_queues (
  queue_id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  state text not null check (state in ('open', 'paused', 'closed')),
  filter jsonb not null default '{}',
  rubric_version integer not null references public.assay_rubrics,
  guidelines text not null default '' check (length(guidelines) <= 200000),
  must_read text not null default '' check (length(must_read) <= 20000),
  overlap integer not null default 1 check (overlap between 1 and 20),
  item_order text not null default 'oldest'
    check (item_order in ('oldest', 'newest', 'least_confident', 'random', 'by_conversation')),
  allow_skip boolean not null default true,
  allow_fill boolean not null default true,
  -- The one queue for labels that somebody made in a workspace of their own and brought along. Nobody claims from it.
  brought_along boolean not null default false,
  assay_xid xid8 not null
);
create unique index assay_queues_brought_along on public.assay_queues (brought_along) where brought_along;
create index assay_queues_feed on public.assay_queues (assay_xid, queue_id);
create trigger stamp before insert or update on public.assay_queues for each row execute function assay.stamp();

insert into public.assay_queues (name, state, rubric_version, brought_along) values ('Brought along', 'closed', 1, true);

-- What a queue holds. `taken` counts the assignments that hold a place; `overlap` is the queue's, repeated here so that an
-- index finds what is free. `place` and `at` may tell the agent's confidence and stay here.
create table public.assay_queue_items (
  queue_id uuid not null references public.assay_queues,
  sample_id text collate "C" not null,
  place double precision not null,
  at timestamptz not null,
  overlap integer not null,
  taken integer not null default 0 check (taken >= 0),
  -- The label or adjudication that decided, once it is decided.
  verdict_id uuid,
  verdict_at timestamptz,
  primary key (queue_id, sample_id)
);
create index assay_queue_items_free on public.assay_queue_items (queue_id, place, at, sample_id) where taken < overlap;
create index assay_queue_items_sample on public.assay_queue_items (sample_id);

-- A claim as it was answered: repeated under its id it answers the same.
create table public.assay_claims (
  claim_id uuid primary key,
  member_id uuid not null references public.assay_members,
  queue_id uuid not null references public.assay_queues,
  claimed integer not null,
  lease_until timestamptz not null,
  claimed_at timestamptz not null default now()
);

create table public.assay_assignments (
  assignment_id uuid primary key default gen_random_uuid(),
  queue_id uuid not null references public.assay_queues,
  sample_id text collate "C" not null,
  member_id uuid not null references public.assay_members,
  state text not null check (state in
    ('leased', 'done', 'skipped', 'parked', 'released', 'expired', 'revoked', 'returned')),
  claim_id uuid not null,
  lease_until timestamptz not null,
  rubric_version integer not null,
  -- The order in which this labeler got it; the queue's own place may tell the agent's confidence.
  place integer not null,
  returned_reason text,
  -- The labeler's last label here, verdict or withdrawal; and the verdict that stands, if one does.
  head_id uuid,
  label_id uuid,
  -- Whether it takes one of the places of its sample.
  holds boolean not null,
  assay_xid xid8 not null,
  unique (queue_id, sample_id, member_id)
);
create index assay_assignments_feed on public.assay_assignments (assay_xid, assignment_id);
create index assay_assignments_member_feed on public.assay_assignments (member_id, assay_xid, assignment_id);
create index assay_assignments_sample on public.assay_assignments (sample_id);
create index assay_assignments_lease on public.assay_assignments (queue_id, lease_until)
  where state in ('leased', 'returned');
create trigger stamp before insert or update on public.assay_assignments for each row execute function assay.stamp();

-- Keeps `taken` in step with the assignments, whoever changes them.
create function assay.count_taken() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    update public.assay_queue_items i set taken = i.taken + d.more
    from (select queue_id, sample_id, count(*) as more from fresh where holds group by 1, 2) d
    where i.queue_id = d.queue_id and i.sample_id = d.sample_id;
  else
    update public.assay_queue_items i set taken = i.taken + d.more
    from (
      select n.queue_id, n.sample_id, sum(n.holds::integer - o.holds::integer) as more
      from fresh n join former o using (assignment_id)
      where n.holds <> o.holds group by 1, 2
    ) d
    where i.queue_id = d.queue_id and i.sample_id = d.sample_id and d.more <> 0;
  end if;
  return null;
end $$;
create trigger taken_insert after insert on public.assay_assignments
  referencing new table as fresh for each statement execute function assay.count_taken();
create trigger taken_update after update on public.assay_assignments
  referencing new table as fresh old table as former for each statement execute function assay.count_taken();
