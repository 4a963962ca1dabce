-- The files that policy versions consist of, each content once: an edit of one table keeps one table.
create table policy_file (
    sha256 text primary key, -- of the content in UTF-8, 64 hexadecimal digits
    content text not null
);

-- Every content of a pack that was ever in force, with the number that decisions name it by. Rows are never changed.
create table policy_version (
    pack         text        not null,
    version      integer     not null check (version >= 1), -- counts a pack's contents from 1, in the order in which they were first in force
    hash         text        not null,
    files        text        not null, -- JSON object: the SHA-256 of each file by its path
    activated_at timestamptz not null,
    primary key (pack, version),
    unique (pack, hash)
);

create function refuse_change_of_policy_version() returns trigger language plpgsql as $$
begin
    raise exception 'a policy version never changes: % of % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger policy_version_is_append_only before update or delete on policy_version
    for each row execute function refuse_change_of_policy_version();
create trigger policy_version_is_never_emptied before truncate on policy_version
    for each statement execute function refuse_change_of_policy_version();
create trigger policy_file_is_append_only before update or delete on policy_file
    for each row execute function refuse_change_of_policy_version();

-- Every attempt to bring a pack into force, whatever came of it.
create table policy_activation (
    activation_id bigint generated always as identity primary key,
    pack          text        not null,
    state         text        not null, -- ACTIVE, SCHEDULED, REFUSED, WAITING or REMOVED
    version       integer,              -- null unless it serves
    hash          text,                 -- null where the content was too broken to have one
    attempted_at  timestamptz not null,
    took_ms       bigint      not null,
    cause         text        not null, -- START, CHANGE or RESTORE
    instance      text        not null, -- the process that made the attempt
    cases         integer     not null,
    cases_failed  integer     not null,
    findings      text        not null, -- JSON array
    detail        text,
    foreign key (pack, version) references policy_version (pack, version)
);

create index policy_activation_pack on policy_activation (pack, activation_id);
