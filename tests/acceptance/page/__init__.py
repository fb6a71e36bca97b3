"""The page in a real browser, feature by feature."""
