"""Bots as other people write them: slack-bolt and slack-sdk alone, nothing of ours."""
