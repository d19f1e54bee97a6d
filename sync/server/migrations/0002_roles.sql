-- Roles belong to the whole cluster: another database may have made them already.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['region_ingestion', 'region_release'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
        EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
    END LOOP;
END
$$;

-- The service that faces the network: takes records, reads what is published, nothing of releases.
GRANT USAGE ON SCHEMA ingestion, transport, published TO region_ingestion;
GRANT SELECT, INSERT, DELETE ON
    ingestion.revisions, ingestion.follow_ups, ingestion.retractions, ingestion.withdrawn_codes
    TO region_ingestion;
GRANT SELECT, INSERT, UPDATE, DELETE ON ingestion.records TO region_ingestion;
GRANT SELECT, INSERT, UPDATE ON transport.devices TO region_ingestion;
GRANT SELECT, UPDATE, DELETE ON transport.enrolment_codes TO region_ingestion;
GRANT SELECT, INSERT, DELETE ON transport.deliveries, transport.set_aside TO region_ingestion;
GRANT SELECT, INSERT, UPDATE, DELETE ON transport.rates TO region_ingestion;
GRANT SELECT ON published.region, published.packages, published.codebooks TO region_ingestion;

-- Whoever makes releases reads what the records say, and cannot know who brought them.
GRANT USAGE ON SCHEMA ingestion, published TO region_release;
GRANT USAGE, CREATE ON SCHEMA release TO region_release;
GRANT SELECT ON ingestion.records, ingestion.follow_ups TO region_release;
GRANT SELECT ON published.codebooks, published.region TO region_release;
