"""Following the URLs that stand in certificates. No other room does: they were written by whoever made them."""
