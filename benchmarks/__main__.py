"""``./dev bench NAME``: each benchmark is a file of its own, imported when it is asked for."""

import importlib

import click

BENCHMARKS = {
    "diagnostics": (
        "benchmarks.diagnostics.command",
        "The diagnostics engine, openssl and sslyze, side by side.",
    ),
    "similarity": (
        "benchmarks.similarity.command",
        "The search for similar incidents among 1,000 and 100,000 of our own.",
    ),
}
"""Name -> (module, one line of help). The module holds a click command called ``command``."""


class _Benchmarks(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(BENCHMARKS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in BENCHMARKS:
            return None
        command: click.Command = importlib.import_module(BENCHMARKS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Benchmarks"):
            formatter.write_dl([(name, summary) for name, (_, summary) in BENCHMARKS.items()])


@click.group(cls=_Benchmarks, context_settings={"help_option_names": ["-h", "--help"]})
def benchmarks() -> None:
    """Measure what the program takes, beside others. Nothing leaves this machine's loopback."""


if __name__ == "__main__":
    benchmarks(prog_name="./dev bench")
