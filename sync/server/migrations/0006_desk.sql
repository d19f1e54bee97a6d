-- What administrators do by the pages: invitations, long jobs, and the shelf of researchers' files.

-- A code that lets its bearer choose a password once. Kept as a digest; one for an account at a time.
CREATE TABLE pages.invitations (
    account text PRIMARY KEY REFERENCES pages.accounts (name) ON DELETE CASCADE,
    code_sha256 bytea NOT NULL,
    expires_at timestamptz NOT NULL
);

-- What takes longer than a page may: done by a process of its own, which holds an advisory lock.
CREATE TABLE pages.jobs (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('freeze', 'release')),
    campaign text NOT NULL,
    account text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    failed boolean NOT NULL DEFAULT false,
    sentence text NOT NULL DEFAULT ''
);

-- Microdata as they were written, in pieces, until someone read the report and gives them.
CREATE TABLE release.microdata (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign text NOT NULL REFERENCES release.campaigns (name),
    questionnaire text NOT NULL,
    made_on date NOT NULL DEFAULT current_date,
    records integer NOT NULL,
    k integer NOT NULL,
    l integer NOT NULL,
    given_on date
);

CREATE TABLE release.files (
    release integer NOT NULL REFERENCES release.microdata (id) ON DELETE CASCADE,
    name text NOT NULL,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (release, name)
);

CREATE TABLE release.pieces (
    release integer NOT NULL,
    name text NOT NULL,
    number integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (release, name, number),
    FOREIGN KEY (release, name) REFERENCES release.files (release, name) ON DELETE CASCADE
);

GRANT SELECT, INSERT, DELETE ON release.microdata, release.files, release.pieces TO region_release;
GRANT SELECT ON release.microdata, release.files, release.pieces TO region_pages;
GRANT UPDATE (given_on) ON release.microdata TO region_pages;
GRANT INSERT ON release.campaigns TO region_pages;
GRANT SELECT, INSERT, UPDATE, DELETE ON pages.invitations TO region_pages;
GRANT SELECT, INSERT ON pages.jobs TO region_pages;
GRANT INSERT, UPDATE (password) ON pages.accounts TO region_pages;
-- A package is checked against the two keys before it is written, and again by each laptop.
GRANT INSERT ON published.packages TO region_pages;
GRANT SELECT, INSERT, UPDATE ON published.codebooks TO region_pages;
