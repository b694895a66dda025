-- The team and its members. Roles live in this table, because a token keeps its claims until it expires and a removed
-- member must be out at once.

-- What Assay keeps to itself: the API offers the schema public only, and nobody else may look in here.
create schema assay;
revoke all on schema assay from public;

-- Every row that a feed delivers carries the transaction that wrote it last. Timestamps and sequences are given out before
-- the commit, so a cursor over them passes rows that commit late; a transaction id can be held back until it is finished.
create function assay.stamp() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    new.assay_xid := pg_current_xact_id();
  elsif new *<> old then
    new.assay_xid := pg_current_xact_id();
  end if;
  return new;
end $$;

create table public.assay_team (
  one boolean primary key default true check (one),
  name text not null check (length(name) between 1 and 200),
  -- The newest of these migrations: a device compares it with the one that it knows.
  migration integer not null
);
insert into public.assay_team (name, migration) values ('Our team', 2);

-- No foreign key to the accounts: an account that is deleted leaves its labels.
create table public.assay_members (
  member_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  role text not null check (role in ('labeler', 'lead')),
  joined_at timestamptz not null default now(),
  removed_at timestamptz,
  assay_xid xid8 not null
);
create index assay_members_feed on public.assay_members (assay_xid, member_id);
create trigger stamp before insert or update on public.assay_members for each row execute function assay.stamp();

create table public.assay_invites (
  -- SHA-256 of the code: who reads the table cannot join with it.
  code_hash text primary key,
  name text not null check (length(name) between 1 and 200),
  role text not null check (role in ('labeler', 'lead')),
  invited_by uuid not null references public.assay_members,
  expires_at timestamptz not null,
  used_by uuid references public.assay_members
);

create function assay.is_member() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.assay_members m where m.member_id = auth.uid() and m.removed_at is null)
$$;

create function assay.is_lead() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.assay_members m where m.member_id = auth.uid() and m.removed_at is null and m.role = 'lead'
  )
$$;

-- Removed ones too: who once labeled must not read by a wide policy what they were kept from.
create function assay.is_labeler() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.assay_members m where m.member_id = auth.uid() and m.role = 'labeler')
$$;

-- Who calls. An empty answer could be taken for “there is nothing”, so whoever may not ask gets an error.
create function assay.caller() returns public.assay_members
language plpgsql stable set search_path = '' as $$
declare
  me public.assay_members;
begin
  if auth.uid() is null then
    raise exception 'You are not signed in.'
      using errcode = '28000', detail = 'not_signed_in', hint = 'Sign in and try again.';
  end if;
  select * into me from public.assay_members m where m.member_id = auth.uid();
  if not found then
    raise exception 'This account does not belong to the team.'
      using errcode = '42501', detail = 'not_member', hint = 'Ask a lead for an invite link.';
  end if;
  if me.removed_at is not null then
    raise exception 'This account was removed from the team.'
      using errcode = '42501', detail = 'removed', hint = 'Ask a lead for a new invite link.';
  end if;
  return me;
end $$;

create function assay.calling_lead() returns public.assay_members
language plpgsql stable set search_path = '' as $$
declare
  me public.assay_members := assay.caller();
begin
  if me.role <> 'lead' then
    raise exception 'Only a lead may do this.'
      using errcode = '42501', detail = 'not_lead', hint = 'Ask a lead of the team.';
  end if;
  return me;
end $$;

-- Ends a call over an argument or a state; `code` is for the program, the hint says what to do.
create function assay.refuse(code text, message text, hint text) returns void
language plpgsql set search_path = '' as $$
begin
  raise exception '%', message using errcode = 'P0001', detail = code, hint = hint;
end $$;

create function assay.whoami(me public.assay_members) returns json
language sql stable as $$
  select json_build_object('member_id', me.member_id, 'name', me.name, 'role', me.role, 'team', t.name,
    'migration', t.migration, 'server_time', clock_timestamp())
  from public.assay_team t
$$;

create function public.assay_whoami() returns json
language plpgsql stable security definer set search_path = '' as $$
begin
  return assay.whoami(assay.caller());
end $$;

create function assay.code_hash(code text) returns text
language sql immutable as $$
  select encode(sha256(convert_to(code, 'UTF8')), 'hex')
$$;

-- Makes an invite and gives its code, this once.
create function public.assay_invite(name text, role text, days integer) returns json
language plpgsql security definer set search_path = '' as $$
declare
  me public.assay_members := assay.calling_lead();
  code text := translate(encode(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 'base64'), '+/=', '-_');
  ends timestamptz := now() + make_interval(days => assay_invite.days);
begin
  if assay_invite.days is null or assay_invite.days not between 1 and 90 then
    perform assay.refuse('bad_argument', 'An invite is valid for 1 to 90 days.', 'Choose a number of days in between.');
  end if;
  insert into public.assay_invites (code_hash, name, role, invited_by, expires_at)
  values (assay.code_hash(code), assay_invite.name, assay_invite.role, me.member_id, ends);
  return json_build_object('code', code, 'expires_at', ends);
end $$;

-- Makes the signed-in account a member. A code works once; somebody who was removed needs a new one.
create function public.assay_join(code text, name text) returns json
language plpgsql security definer set search_path = '' as $$
declare
  invite public.assay_invites;
  me public.assay_members;
begin
  if auth.uid() is null then
    raise exception 'You are not signed in.'
      using errcode = '28000', detail = 'not_signed_in', hint = 'Sign in and open the invite link again.';
  end if;
  select * into invite from public.assay_invites i where i.code_hash = assay.code_hash(assay_join.code) for update;
  -- A lost answer is asked for again: whoever used the code is told the same.
  if invite.used_by = auth.uid() then return public.assay_whoami(); end if;
  if invite.code_hash is null or invite.used_by is not null or invite.expires_at < now() then
    perform assay.refuse('invite_not_valid', 'This invite link was used, has expired or never existed.',
      'Ask a lead for a new one.');
  end if;
  insert into public.assay_members as m (member_id, name, role)
  values (auth.uid(), coalesce(nullif(btrim(assay_join.name), ''), invite.name), invite.role)
  on conflict (member_id) do update
    set name = excluded.name, removed_at = null,
      -- An active lead who opens a labeler's link stays a lead.
      role = case when m.removed_at is null and m.role = 'lead' then 'lead' else excluded.role end
  returning * into me;
  update public.assay_invites i set used_by = me.member_id where i.code_hash = invite.code_hash;
  return assay.whoami(me);
end $$;

-- For the owner of the project, in the SQL editor: `select assay.found_team('Name of the team', 'lead@example.com')`.
-- Names the team and makes an account that has signed up its lead.
create function assay.found_team(name text, email text) returns text
language plpgsql set search_path = '' as $$
declare
  account uuid;
begin
  select u.id into account from auth.users u where lower(u.email) = lower(found_team.email);
  if account is null then
    perform assay.refuse('no_account', format('There is no account for %s.', found_team.email),
      'Create it under Authentication, then run this again.');
  end if;
  update public.assay_team t set name = found_team.name;
  insert into public.assay_members (member_id, name, role)
  values (account, split_part(found_team.email, '@', 1), 'lead')
  on conflict (member_id) do update set role = 'lead', removed_at = null;
  return format('%s is a lead of %s.', found_team.email, found_team.name);
end $$;
