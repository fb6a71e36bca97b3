"""What people read: one pure renderer a key, each over one frozen snapshot."""
