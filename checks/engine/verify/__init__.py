"""Is a lab judged right? Proved on snapshots: no account is needed here but one that was read when it was solved."""
