-- Which way the pack that ordered a closing rounds what its fills bring above the bankruptcy price; orders from before this column were rounded down.
alter table closure_leg add column surplus_rounded text not null default 'DOWN';
