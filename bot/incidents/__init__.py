"""The incident: what is stored of it, and the verbs that change it, one file each."""
