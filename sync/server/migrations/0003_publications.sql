-- Campaigns, the published cube, and a role that reads nothing else.
-- Quarters are numbered year × 4 + quarter − 1, so that a campaign is a range and two never overlap.
CREATE TABLE release.campaigns (
    name text PRIMARY KEY,
    first_quarter text NOT NULL,
    last_quarter text NOT NULL,
    quarters int4range NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'frozen')),
    frozen_on date,
    EXCLUDE USING gist (quarters WITH &&)
);

CREATE TABLE release.publications (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('campaign', 'cumulated')),
    campaign text NOT NULL REFERENCES release.campaigns (name),
    campaigns text[] NOT NULL,
    questionnaire text NOT NULL,
    version integer NOT NULL,
    made_on date NOT NULL DEFAULT current_date,
    firms integer NOT NULL,
    codebook jsonb NOT NULL,
    UNIQUE (kind, questionnaire, version),
    UNIQUE (kind, campaign, questionnaire)
);

CREATE TABLE release.cells (
    publication integer NOT NULL REFERENCES release.publications (id),
    crossing text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    size text NOT NULL,
    activity text NOT NULL,
    territory text NOT NULL,
    status text NOT NULL CHECK (status IN ('shown', 'homogeneous', 'nearly_all', 'withheld')),
    n integer,
    mean numeric(5, 1),
    q1 numeric(5, 1),
    median numeric(5, 1),
    q3 numeric(5, 1),
    count integer,
    PRIMARY KEY (publication, crossing, kind, subject, size, activity, territory)
);

CREATE TABLE release.merges (
    publication integer NOT NULL REFERENCES release.publications (id),
    crossing text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    dimension text NOT NULL,
    category text NOT NULL,
    "into" text NOT NULL,
    PRIMARY KEY (publication, crossing, kind, subject, dimension, category)
);

-- Who was counted: a digest of (record, revision), so that the next publication can know how many
-- firms of a cell have changed since. Without it, two publications could be subtracted.
CREATE TABLE release.counted (
    publication integer NOT NULL REFERENCES release.publications (id),
    digest bytea NOT NULL,
    size text NOT NULL,
    activity text NOT NULL,
    territory text NOT NULL,
    PRIMARY KEY (publication, digest)
);

-- Published figures never change: not by mistake either.
CREATE FUNCTION release.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a publication never changes';
END
$$;
CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON release.publications
    FOR EACH STATEMENT EXECUTE FUNCTION release.refuse_change();
CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON release.cells
    FOR EACH STATEMENT EXECUTE FUNCTION release.refuse_change();
CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON release.merges
    FOR EACH STATEMENT EXECUTE FUNCTION release.refuse_change();

DO $$
BEGIN
    BEGIN
        CREATE ROLE region_reader NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
    END;
    GRANT region_reader TO CURRENT_USER;
END
$$;
GRANT USAGE ON SCHEMA release TO region_reader;
GRANT SELECT ON release.campaigns, release.publications, release.cells, release.merges
    TO region_reader;
GRANT SELECT, INSERT ON
    release.publications, release.cells, release.merges, release.counted TO region_release;
GRANT SELECT, INSERT, UPDATE ON release.campaigns TO region_release;
