-- The région's pages: accounts, sessions, and a journal of who signed in and downloaded what.
CREATE SCHEMA pages;

CREATE TABLE pages.accounts (
    name text PRIMARY KEY,
    role text NOT NULL CHECK (role IN ('analyst', 'holder', 'researcher', 'admin')),
    action text,
    password text NOT NULL,
    made_on date NOT NULL DEFAULT current_date,
    closed_on date
);

-- A session is known by the SHA-256 of its token: who reads this table cannot take one over.
CREATE TABLE pages.sessions (
    token_sha256 bytea PRIMARY KEY,
    account text NOT NULL REFERENCES pages.accounts (name) ON DELETE CASCADE,
    opened_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now()
);

-- Failures by the SHA-256 of the name that was typed, whether or not an account bears it: a lock
-- tells nothing of which names exist, and a password typed in the wrong field is not kept.
CREATE TABLE pages.failures (
    name_sha256 bytea PRIMARY KEY,
    failures integer NOT NULL,
    last_at timestamptz NOT NULL DEFAULT now(),
    locked_until timestamptz
);

CREATE TABLE pages.journal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    account text NOT NULL,
    act text NOT NULL,
    detail text NOT NULL DEFAULT ''
);
CREATE INDEX journal_by_time ON pages.journal (at);

CREATE UNLOGGED TABLE pages.rates (
    caller bytea NOT NULL,
    minute timestamptz NOT NULL,
    requests integer NOT NULL,
    PRIMARY KEY (caller, minute)
);

DO $$
BEGIN
    BEGIN
        CREATE ROLE region_pages NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END;
    GRANT region_pages TO CURRENT_USER;
END
$$;
-- What the pages may do beside reading the cube: no record, no answer, no follow-up code.
GRANT USAGE ON SCHEMA pages, transport, published, release TO region_pages;
GRANT SELECT ON pages.accounts TO region_pages;
GRANT UPDATE (closed_on) ON pages.accounts TO region_pages;
GRANT SELECT, INSERT, UPDATE, DELETE ON pages.sessions, pages.failures, pages.rates TO region_pages;
GRANT SELECT, INSERT ON pages.journal TO region_pages;
GRANT SELECT (id, label, enrolled_at, last_seen_on, revoked_at) ON transport.devices TO region_pages;
GRANT UPDATE (revoked_at) ON transport.devices TO region_pages;
GRANT SELECT (device_id, on_day) ON transport.deliveries TO region_pages;
GRANT SELECT (device_id, on_day, reason, fields) ON transport.set_aside TO region_pages;
GRANT INSERT ON transport.enrolment_codes TO region_pages;
GRANT SELECT ON published.packages, published.region TO region_pages;
GRANT SELECT ON release.campaigns, release.publications TO region_pages;
