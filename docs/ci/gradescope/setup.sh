#!/usr/bin/env bash
# Gradescope runs this once, as root, while it builds the image. What is in the zip file lies in /autograder/source.
set -euo pipefail
AUTOGRADER=${AUTOGRADER-/autograder}
# shellcheck source=docs/ci/gradescope/course.sh
source "$AUTOGRADER/source/course.sh"

if [ "$AUTOGRADER" = /autograder ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends bubblewrap python3-pip python3-venv >/dev/null
fi

# uv brings a Python of its own where the image's is too old.
python3 -m venv "$AUTOGRADER/labgrader/uv"
"$AUTOGRADER/labgrader/uv/bin/pip" install --quiet --disable-pip-version-check uv==0.13.9
export UV_PYTHON_INSTALL_DIR=$AUTOGRADER/labgrader/python
"$AUTOGRADER/labgrader/uv/bin/uv" venv --quiet --python '>=3.11' "$AUTOGRADER/labgrader/kit"
cd "$AUTOGRADER/source"
# shellcheck disable=SC2086 # the name of the wheel has a star in it
"$AUTOGRADER/labgrader/uv/bin/uv" pip install --quiet --compile-bytecode --python "$AUTOGRADER/labgrader/kit" $KIT
