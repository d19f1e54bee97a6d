-- How many records a device sent on a day. The pages read these few rows: counting a million
-- deliveries each time would make them slower with every record.
CREATE TABLE transport.tallies (
    device_id uuid NOT NULL REFERENCES transport.devices (id),
    on_day date NOT NULL,
    -- Batches of one device that arrive together would wait for one another on a single row.
    stripe smallint NOT NULL,
    records integer NOT NULL,
    PRIMARY KEY (device_id, on_day, stripe)
);
INSERT INTO transport.tallies
    SELECT device_id, on_day, 0, count(*) FROM transport.deliveries GROUP BY device_id, on_day;

CREATE FUNCTION transport.tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO transport.tallies AS t (device_id, on_day, stripe, records)
        SELECT device_id, on_day, pg_backend_pid() % 8, TG_ARGV[0]::integer * count(*)
        FROM changed GROUP BY device_id, on_day ORDER BY device_id, on_day
    ON CONFLICT (device_id, on_day, stripe) DO UPDATE SET records = t.records + EXCLUDED.records;
    RETURN NULL;
END
$$;
CREATE TRIGGER tally_come AFTER INSERT ON transport.deliveries
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION transport.tally('1');
CREATE TRIGGER tally_gone AFTER DELETE ON transport.deliveries
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION transport.tally('-1');

GRANT SELECT, INSERT, UPDATE, DELETE ON transport.tallies TO region_ingestion;
GRANT SELECT ON transport.tallies TO region_pages;
