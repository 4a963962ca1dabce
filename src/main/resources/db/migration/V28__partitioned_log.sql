-- The log in partitions by position. Positions are the order in which everybody reads it, grow with time, and are one column, so that a read of
-- what follows a position or of one decision looks at one partition, and the partition's key is the log's key.

-- What must be unique in all partitions: no partition can vouch for the others. It gives each decision its position, and what refers to a decision
-- refers to this, so that a partition can go. Rows are never changed.
create sequence decision_position;
select setval('decision_position', last_value, is_called) from decision_log_position_seq;

create table decision_identity (
    decision_id  text   primary key,
    log_position bigint not null default nextval('decision_position')
);
insert into decision_identity (decision_id, log_position) select decision_id, log_position from decision order by log_position;

create trigger decision_identity_is_append_only before update or delete on decision_identity
    for each row execute function refuse_change_of_decision();
create trigger decision_identity_is_never_emptied before truncate on decision_identity
    for each statement execute function refuse_change_of_decision();

alter table margin_call
    drop constraint margin_call_opened_by_fkey,
    drop constraint margin_call_last_changed_by_fkey,
    add foreign key (opened_by) references decision_identity (decision_id),
    add foreign key (last_changed_by) references decision_identity (decision_id);
alter table closure_intent
    drop constraint closure_intent_decision_id_fkey,
    add foreign key (decision_id) references decision_identity (decision_id);

-- The table so far becomes the first partition, as it stands: no row is copied.
drop trigger decision_is_append_only on decision;
drop trigger decision_is_never_emptied on decision;
alter table decision drop constraint decision_decision_id_key;
alter table decision alter column log_position drop identity;
alter table decision rename to decision_p1;
alter index decision_pkey rename to decision_p1_pkey;
alter index decision_account rename to decision_p1_account;
alter index decision_outcome rename to decision_p1_outcome;
alter index decision_policy rename to decision_p1_policy;
alter index decision_decided_at rename to decision_p1_decided_at;
alter index decision_rules rename to decision_p1_rules;
alter index decision_snapshot rename to decision_p1_snapshot;

create table decision (like decision_p1) partition by range (log_position);
alter table decision add primary key (log_position);
create index decision_account on decision (account_id, log_position);
create index decision_outcome on decision (outcome, log_position);
create index decision_policy on decision (pack, version, log_position);
create index decision_decided_at on decision (decided_at);
create index decision_rules on decision using gin (rules);
create index decision_snapshot on decision (account_id, snapshot_sequence);
create trigger decision_is_append_only before update or delete on decision
    for each row execute function refuse_change_of_decision();
create trigger decision_is_never_emptied before truncate on decision
    for each statement execute function refuse_change_of_decision();

-- The partitions that there are, but for the default.
create table decision_partition (
    name           text        primary key, -- of the table
    first_position bigint      not null unique,
    end_position   bigint      not null unique, -- of the partition that follows
    made_at        timestamptz not null default now(),
    check (first_position < end_position)
);

create function attach_decision_partition(part text, first_position bigint, end_position bigint) returns void language plpgsql as $$
begin
    execute format('alter table decision attach partition %I for values from (%s) to (%s)', part, first_position, end_position);
    execute format('create trigger decision_is_never_emptied before truncate on %I
        for each statement execute function refuse_change_of_decision()', part);
    insert into decision_partition values (part, first_position, end_position);
end $$;

-- Makes the partition that follows the last one. Attached and not made in place: writers need not stop for it.
create function add_decision_partition(size bigint) returns void language plpgsql as $$
declare
    first_position bigint := (select max(it.end_position) from decision_partition it);
    part           text   := 'decision_p' || first_position;
begin
    execute format('create table %I (like decision)', part);
    perform attach_decision_partition(part, first_position, first_position + size);
end $$;

-- What was written where no partition was ready stays where it is, and its table becomes a partition. Answers how many rows those are.
create function adopt_default_decisions() returns bigint language plpgsql as $$
declare
    first_position bigint;
    last_position  bigint;
    found_rows     bigint;
begin
    lock table decision in access exclusive mode;
    select min(log_position), max(log_position), count(*) into first_position, last_position, found_rows from decision_default;
    if found_rows > 0 then
        alter table decision detach partition decision_default;
        drop trigger decision_is_never_emptied on decision_default;
        execute format('alter table decision_default rename to %I', 'decision_p' || first_position);
        perform attach_decision_partition('decision_p' || first_position, first_position, last_position + 1);
        perform add_default_decision_partition();
    end if;
    return found_rows;
end $$;

-- So that no decision is lost where partitions could not be made in time.
create function add_default_decision_partition() returns void language plpgsql as $$
begin
    create table decision_default partition of decision default;
    create trigger decision_is_never_emptied before truncate on decision_default
        for each statement execute function refuse_change_of_decision();
end $$;

-- Up to the next whole million, so that decisions go on without a new partition.
select attach_decision_partition('decision_p1', 1, (last_value / 1000000 + 1) * 1000000 + 1) from decision_position;
select add_default_decision_partition();
