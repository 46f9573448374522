"""Where the sandbox corrects the emulator."""

from __future__ import annotations

from docs.reference.markdown import terms


def page() -> str:
    """Every correction, with the source that says what AWS does."""
    from fixtures.sandbox.fidelity import CORRECTIONS  # brings moto along
    from fixtures.sandbox.fidelity.correction import MOTO_VERSION

    return "\n".join(
        [
            "# Corrections of the sandbox\n",
            f"The sandbox is moto {MOTO_VERSION}, with these corrections where it does otherwise than AWS. Each has a "
            "test over HTTP. A question mark stands where nobody has seen it on AWS yet. "
            "[Why](../explanation/sandbox.md).\n",
            terms((each.name, each.source) for each in CORRECTIONS),
        ]
    )
