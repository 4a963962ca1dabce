-- One order over all instruments, in which the tape is published. Whoever writes the tape holds the row of its progress, so it is the order of
-- commit: who has read up to a position has read every one before it.
alter table tape_event add column tape_position bigint generated always as identity;
create unique index tape_event_position on tape_event (tape_position);

alter table tape_record add column tape_position bigint generated always as identity;
create unique index tape_record_position on tape_record (view, tape_position);
