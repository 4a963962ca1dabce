-- Every decision that was answered, with the snapshot it rests on. Rows are never changed: what was decided stays decided.
create table decision (
    log_position      bigint generated always as identity primary key, -- order of commit, also over several instances
    decision_id       text        not null unique,
    account_id        text        not null,
    snapshot_sequence bigint      not null,
    trigger           text        not null,
    as_of             timestamptz not null,
    evaluated_at      timestamptz not null,
    decided_at        timestamptz not null,
    pack              text        not null,
    version           integer     not null,
    policy_hash       text        not null,
    outcome           text        not null,
    rules             text[]      not null, -- ids of the rules that proposed anything, each once, sorted
    snapshot_digest   text        not null,
    snapshot          text        not null, -- canonical JSON: text and not jsonb, because its digest is of these bytes
    document          text        not null  -- the answer, byte for byte
);

-- Lists are read newest first, so each index ends with the position.
create index decision_account on decision (account_id, log_position);
create index decision_outcome on decision (outcome, log_position);
create index decision_policy on decision (pack, version, log_position);
create index decision_decided_at on decision (decided_at);
create index decision_rules on decision using gin (rules);

create function refuse_change_of_decision() returns trigger language plpgsql as $$
begin
    raise exception 'the decision log is append-only: % of decision is refused', tg_op using errcode = 'restrict_violation';
end $$;

create trigger decision_is_append_only before update or delete on decision
    for each row execute function refuse_change_of_decision();
create trigger decision_is_never_emptied before truncate on decision
    for each statement execute function refuse_change_of_decision();

-- Where each account stands: the gate through which each of its decisions must pass, one after the other.
create table account_standing (
    account_id      text        primary key,
    revision        bigint      not null, -- counts the account's decisions; a writer must know the last one
    sequence        bigint      not null,
    snapshot_digest text        not null,
    decision_id     text        not null, -- the decision on the snapshot; a deadline's decision does not replace it
    pack            text        not null,
    as_of           timestamptz not null,
    decided_at      timestamptz not null
) with (fillfactor = 70); -- updated in place at each decision: room for the new row on the same page

-- Margin calls as the last decision left them; how they came about is in the decision log.
create table margin_call (
    call_id           text        primary key,
    call_position     bigint generated always as identity unique, -- order of opening, for lists
    account_id        text        not null,
    instrument        text, -- the isolated position that stands behind the call; null for the cross margin account
    side              text,
    status            text        not null,
    is_open           boolean     not null,
    amount            numeric     not null,
    currency          text        not null,
    acceptable        text        not null, -- JSON array of asset and quantity
    opened_at         timestamptz not null, -- opened_at and due_by: on the clock of the account's snapshots
    opened_at_nanos   smallint    not null, -- nanoseconds below timestamptz's microsecond, so that the instant stays exact
    due_by            timestamptz not null,
    due_by_nanos      smallint    not null,
    wakes_at          timestamptz, -- on the wall clock: when the call is looked at if no snapshot comes; null if never
    ended_at          timestamptz, -- on the clock of the account's snapshots; null while open
    opened_by         text        not null references decision (decision_id),
    last_changed_by   text        not null references decision (decision_id),
    check ((instrument is null) = (side is null)),
    check (is_open = (ended_at is null)),
    check (is_open or wakes_at is null)
);

create index margin_call_open on margin_call (account_id) where is_open;
create index margin_call_account on margin_call (account_id, call_position);
create index margin_call_status on margin_call (status, call_position);
create index margin_call_wakes_at on margin_call (wakes_at) where wakes_at is not null;
