"""Tables of the catalogue.

A launch is spread over `launches` (narrow: what is filtered and ordered by), `bodies` (the whole
model, MessagePack) and `launch_words` (what is searched), joined by `number`. `tellings` holds what each
kind of record told last, out of which the launch is made; its body is NULL where it is the launch's own.
`ages` of the look-up tables packs how old each fact in front of it is; `country` of an agency, what
people call an agency or rocket (`shown`) and `rocket_families` are worked out from those facts. Instants
are integer microseconds since 1970 UTC.
Everything can be rebuilt from `raw_records`, and those from Launch Library, so a file of another version is
not migrated: its records are read anew (`bot.sync.rereading`), as they are for newer decoders. Tables
without rowid declare the columns of their key first: otherwise quick_check of SQLite 3.40 sees NULLs that
are not there.
"""

from __future__ import annotations

VERSION = 5
"""Raised with every change of the tables, or of what is written into them."""

SCHEMA = """
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE agencies (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, abbrev TEXT, country_code TEXT, ages BLOB NOT NULL,
    folded TEXT NOT NULL, folded_abbrev TEXT, country TEXT, shown TEXT NOT NULL);
CREATE TABLE configurations (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, full_name TEXT, family TEXT, manufacturer TEXT,
    ages BLOB NOT NULL, folded TEXT NOT NULL, folded_full_name TEXT, folded_manufacturer TEXT,
    shown TEXT NOT NULL);
CREATE TABLE rocket_families (configuration_id INTEGER PRIMARY KEY, family TEXT NOT NULL);
CREATE TABLE locations (id INTEGER PRIMARY KEY, name TEXT NOT NULL, country_code TEXT, ages BLOB NOT NULL);
CREATE TABLE pads (id INTEGER PRIMARY KEY, name TEXT NOT NULL, location_id INTEGER, ages BLOB NOT NULL);
CREATE TABLE orbits (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, abbrev TEXT, ages BLOB NOT NULL, folded TEXT NOT NULL);
CREATE TABLE programs (id INTEGER PRIMARY KEY, name TEXT NOT NULL, ages BLOB NOT NULL);

CREATE TABLE launches (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT,
    net INTEGER NOT NULL,
    status_id INTEGER NOT NULL,
    window_start INTEGER,
    window_end INTEGER,
    last_updated INTEGER,
    provider_id INTEGER,
    configuration_id INTEGER,
    pad_id INTEGER,
    location_id INTEGER,
    orbit_id INTEGER,
    mission_type TEXT,
    is_crewed INTEGER,
    is_reused INTEGER,
    version TEXT NOT NULL,
    mode INTEGER NOT NULL,
    verbatim INTEGER NOT NULL
);
CREATE INDEX launches_by_net ON launches (net DESC, id);
CREATE INDEX launches_by_net_up ON launches (net, id);
CREATE INDEX launches_by_name ON launches (name_key, id, net);
CREATE INDEX launches_by_name_down ON launches (name_key DESC, id, net);
CREATE INDEX launches_by_provider ON launches (
    provider_id, net DESC, id, status_id, configuration_id, location_id);
CREATE INDEX launches_by_configuration ON launches (configuration_id, net DESC, id, status_id);
CREATE INDEX launches_by_location ON launches (location_id, net DESC, id, status_id);
CREATE INDEX launches_by_status ON launches (status_id, net DESC, id);
CREATE INDEX launches_by_mission_type ON launches (mission_type, net, number);
CREATE INDEX launches_by_orbit ON launches (orbit_id, is_crewed, is_reused);
CREATE INDEX launches_by_pad ON launches (pad_id, net DESC, id, status_id);

CREATE TABLE bodies (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE launch_programs (
    program_id INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (program_id, number)) WITHOUT ROWID;
CREATE INDEX launch_programs_by_number ON launch_programs (number);
CREATE TABLE launch_boosters (
    serial_number TEXT NOT NULL, number INTEGER NOT NULL, stage INTEGER NOT NULL,
    flight INTEGER, reused INTEGER, attempted INTEGER, landing TEXT, manner TEXT, place TEXT,
    turnaround REAL, status TEXT,
    PRIMARY KEY (serial_number, number, stage)) WITHOUT ROWID;
CREATE INDEX launch_boosters_by_number ON launch_boosters (number);
CREATE TABLE launch_people (
    person TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (person, number)) WITHOUT ROWID;
CREATE INDEX launch_people_by_number ON launch_people (number, person);
CREATE TABLE launch_spacecraft (
    name TEXT NOT NULL, number INTEGER NOT NULL, is_type INTEGER NOT NULL,
    PRIMARY KEY (name, number)) WITHOUT ROWID;
CREATE INDEX launch_spacecraft_by_number ON launch_spacecraft (number, is_type, name);
CREATE TABLE launch_texts (
    kind INTEGER NOT NULL, text TEXT NOT NULL, number INTEGER NOT NULL, folded TEXT,
    PRIMARY KEY (kind, text, number)) WITHOUT ROWID;
CREATE INDEX launch_texts_by_number ON launch_texts (number);
CREATE TABLE launch_attempts (
    number INTEGER PRIMARY KEY,
    agency INTEGER, agency_year INTEGER, location INTEGER, location_year INTEGER,
    orbital INTEGER, orbital_year INTEGER, pad INTEGER, pad_year INTEGER);
CREATE TABLE untimed_nets (
    number INTEGER PRIMARY KEY, precision TEXT NOT NULL, dated INTEGER NOT NULL, ended INTEGER NOT NULL);
CREATE TABLE untold_facts (
    fact TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (fact, number)) WITHOUT ROWID;
CREATE VIRTUAL TABLE launch_words USING fts5(words, tokenize = 'trigram case_sensitive 1');

CREATE TABLE tellings (
    number INTEGER NOT NULL, version TEXT NOT NULL, mode INTEGER NOT NULL, received_at INTEGER NOT NULL,
    digest BLOB NOT NULL, body BLOB, PRIMARY KEY (number, version, mode)) WITHOUT ROWID;
CREATE TABLE raw_records (
    number INTEGER NOT NULL, version TEXT NOT NULL, mode INTEGER NOT NULL, raw BLOB NOT NULL,
    received_at INTEGER NOT NULL, PRIMARY KEY (number, version, mode));
CREATE TABLE rejects (
    digest BLOB PRIMARY KEY, reason TEXT NOT NULL, raw BLOB NOT NULL, version TEXT NOT NULL,
    received_at INTEGER NOT NULL);
"""
