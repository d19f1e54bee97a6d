"""The consultant's desktop application: interview, store, restitution, all offline."""
