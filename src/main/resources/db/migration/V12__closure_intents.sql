-- Every key that ever signed here, so that what it signed stays verifiable after another has taken its place.
create table signing_key (
    key_id     text        primary key, -- RFC 7638 thumbprint
    public_jwk text        not null,
    added_at   timestamptz not null default now()
);

-- Orders to carry out closure plans, each issued by a decision and in its transaction. What was signed never changes; whether it may still be
-- carried out does.
create table closure_intent (
    intent_id        text        primary key,
    intent_position  bigint generated always as identity unique, -- order of issue, for lists
    decision_id      text        not null unique references decision (decision_id),
    account_id       text        not null,
    issued_at        timestamptz not null,
    expires_at       timestamptz not null,
    judged_at_expiry timestamptz not null, -- on the clock of the account's snapshots
    supersedes       text,
    signed           text        not null, -- JWS
    key_id           text        not null references signing_key (key_id),
    is_open          boolean     not null,
    ended            text,                 -- FILLED, SHORT, SUPERSEDED, CURED or EXPIRED; null while open
    ended_at         timestamptz,
    ended_by         text,                 -- the decision, or the fill, by which it ended
    revocation       text,                 -- JWS; null unless it was revoked
    wakes_at         timestamptz,          -- on the wall clock: when the account is looked at if not all of it is filled; null if never
    check (is_open = (ended is null)),
    check (is_open = (ended_at is null)),
    check (is_open or wakes_at is null)
);

create unique index closure_intent_open on closure_intent (account_id) where is_open; -- an account has one at most
create index closure_intent_account on closure_intent (account_id, intent_position);
create index closure_intent_ended on closure_intent (ended, intent_position);
create index closure_intent_ended_by on closure_intent (ended_by) where ended_by is not null;
create index closure_intent_wakes_at on closure_intent (wakes_at) where wakes_at is not null;

create function refuse_change_of_signed_intent() returns trigger language plpgsql as $$
begin
    raise exception 'what was signed never changes: % of % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger closure_intent_stays_as_signed before update on closure_intent for each row
    when (old.intent_id <> new.intent_id or old.decision_id <> new.decision_id or old.account_id <> new.account_id
        or old.issued_at <> new.issued_at or old.expires_at <> new.expires_at or old.signed <> new.signed or old.key_id <> new.key_id
        or not old.is_open and (new.is_open or old.ended <> new.ended or old.revocation is distinct from new.revocation))
    execute function refuse_change_of_signed_intent();
create trigger closure_intent_is_never_deleted before delete on closure_intent
    for each row execute function refuse_change_of_signed_intent();
create trigger closure_intent_is_never_emptied before truncate on closure_intent
    for each statement execute function refuse_change_of_signed_intent();
create trigger signing_key_stays before update or delete on signing_key
    for each row execute function refuse_change_of_signed_intent();

-- The orders of an intent, and how much of each was filled.
create table closure_leg (
    intent_id  text     not null references closure_intent (intent_id),
    step       smallint not null, -- its place in the plan, from 1
    instrument text     not null,
    side       text     not null, -- of the position
    mode       text     not null,
    quantity   numeric  not null,
    filled     numeric  not null default 0,
    is_done    boolean  not null default false, -- the executor does no more for it
    primary key (intent_id, step)
);
