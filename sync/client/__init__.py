"""The laptop's side of the wire: transport, retries, outbox protocol."""
