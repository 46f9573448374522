"""Flow log records as a library: what they hold, and what can be asked of them. Nothing here knows an AWS account."""
