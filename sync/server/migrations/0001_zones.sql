-- Three zones apart: what the records say (ingestion), which device brought them (transport),
-- what is given out (published, release).
CREATE SCHEMA ingestion;
CREATE SCHEMA transport;
CREATE SCHEMA published;
CREATE SCHEMA release;

-- Every revision ever taken, by its key: what makes a second arrival harmless.
CREATE TABLE ingestion.revisions (
    record_id uuid NOT NULL,
    revision integer NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (record_id, revision)
);

-- The last revision of each record. No time of arrival: it would tell when a firm was seen.
CREATE TABLE ingestion.records (
    record_id uuid PRIMARY KEY,
    revision integer NOT NULL,
    sha256 bytea NOT NULL,
    questionnaire text NOT NULL,
    version integer NOT NULL,
    extent text NOT NULL,
    occasion text NOT NULL,
    activity text,
    size_class text,
    territory text,
    age_class text,
    quarter text NOT NULL,
    growth_type text,
    body jsonb NOT NULL,
    synthetic boolean NOT NULL DEFAULT false
);
CREATE INDEX records_by_quarter ON ingestion.records (quarter, questionnaire, version);

-- Records that bear a follow-up code (its SHA-256 only), in any of their revisions.
CREATE TABLE ingestion.follow_ups (
    code bytea NOT NULL,
    record_id uuid NOT NULL,
    PRIMARY KEY (code, record_id)
);
CREATE INDEX follow_ups_by_record ON ingestion.follow_ups (record_id);

-- Deleted stays deleted: by id, and by follow-up code for records that are still on their way.
CREATE TABLE ingestion.retractions (record_id uuid PRIMARY KEY);
CREATE TABLE ingestion.withdrawn_codes (code bytea PRIMARY KEY);

CREATE TABLE transport.devices (
    id uuid PRIMARY KEY,
    label text NOT NULL,
    token_sha256 bytea NOT NULL UNIQUE,
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    last_seen_on date,
    revoked_at timestamptz
);

CREATE TABLE transport.enrolment_codes (
    code_sha256 bytea PRIMARY KEY,
    label text NOT NULL,
    expires_at timestamptz NOT NULL,
    device_id uuid REFERENCES transport.devices (id)
);

-- Which device sent what: to retract all that a stolen laptop sent. Kept for a short time.
CREATE TABLE transport.deliveries (
    device_id uuid NOT NULL REFERENCES transport.devices (id),
    record_id uuid NOT NULL,
    on_day date NOT NULL DEFAULT current_date,
    PRIMARY KEY (device_id, record_id)
);
CREATE INDEX deliveries_by_day ON transport.deliveries (on_day);
CREATE INDEX deliveries_by_record ON transport.deliveries (record_id);

-- Lines that were refused: why, never what they held.
CREATE TABLE transport.set_aside (
    device_id uuid NOT NULL REFERENCES transport.devices (id),
    sha256 bytea NOT NULL,
    reason text NOT NULL,
    fields text NOT NULL DEFAULT '',
    on_day date NOT NULL DEFAULT current_date,
    PRIMARY KEY (device_id, sha256)
);

-- Requests per caller and minute. Lost with a crash, and that is well.
CREATE UNLOGGED TABLE transport.rates (
    caller text NOT NULL,
    minute timestamptz NOT NULL,
    requests integer NOT NULL,
    PRIMARY KEY (caller, minute)
);

CREATE TABLE published.region (
    only_one integer PRIMARY KEY CHECK (only_one = 1),
    content jsonb NOT NULL
);

CREATE TABLE published.packages (
    id text NOT NULL,
    version integer NOT NULL,
    sha256 bytea NOT NULL,
    content bytea NOT NULL,
    published_on date NOT NULL DEFAULT current_date,
    PRIMARY KEY (id, version)
);

CREATE TABLE published.codebooks (
    questionnaire text NOT NULL,
    version integer NOT NULL,
    source text NOT NULL,
    content jsonb NOT NULL,
    PRIMARY KEY (questionnaire, version)
);
