# shellcheck shell=bash disable=SC2034 # setup.sh and run_autograder read this
# What to grade. All paths are within the zip file.

LAB=rejected-traffic # the lab's id, or a path to its folder
LABS=labs            # the folder with labs of the course's own; empty for none

# Whose names the lab uses: with `secret` (a file with the course secret) or `tickets` (a folder, one file a learner, as
# `grader ticket --roster` writes them) in the zip file, those of whoever submitted, by e-mail address. Without either, the
# published ones, which are the same for everybody.

# What setup.sh installs: the wheel in the zip file (`uv build --wheel`), or what pip would install. Pin it.
KIT='labgrader-*.whl'
