"""A command of ours: a function whose parameters are its options, several of them in one where they belong together."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

import typer

from cooking_rnn.cli.help import Command

Function = TypeVar("Function", bound=Callable[..., Any])

HELP = {"help_option_names": ["-h", "--help"]}


@dataclass(frozen=True)
class Bundle:
    """Options that a command takes as one parameter, annotated with this: a name, its type and its default each."""

    make: Callable[..., Any]  # of the options' values, by their names, that of the parameter
    options: Mapping[str, tuple[Any, Any]]  # in the place of the parameter
    last: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)  # after all others


class App(typer.Typer):
    """One command, or a group of them."""

    def command(self, *args: Any, **rest: Any) -> Callable[[Function], Function]:
        """Register a function as a command of ours."""
        register = super().command(*args, **{"cls": Command, **rest})

        def registered(function: Function) -> Function:
            register(_unbundled(function))
            return function

        return registered


def command() -> App:
    """Return the app of one command."""
    return App(rich_markup_mode=None, context_settings=HELP, add_completion=False)


def _unbundled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function with each option of its bundles as a parameter, for typer to read off the signature."""
    signature = inspect.signature(function)
    bundles = {name: found for name, each in signature.parameters.items() if (found := _bundle(each.annotation))}
    shown: list[inspect.Parameter] = []
    last: list[inspect.Parameter] = []
    for name, parameter in signature.parameters.items():
        if name in bundles:
            shown += map(_parameter, bundles[name].options.items())
            last += map(_parameter, bundles[name].last.items())
        else:
            shown.append(parameter)

    @wraps(function)
    def unbundled(**values: Any) -> Any:
        for name, bundle in bundles.items():
            values[name] = bundle.make(**{option: values.pop(option) for option in (*bundle.options, *bundle.last)})
        return function(**values)

    unbundled.__signature__ = signature.replace(parameters=[*shown, *last])  # type: ignore[attr-defined]
    unbundled.__annotations__ = {each.name: each.annotation for each in (*shown, *last)}
    return unbundled


def _bundle(annotation: Any) -> Bundle | None:
    return next((each for each in getattr(annotation, "__metadata__", ()) if isinstance(each, Bundle)), None)


def _parameter(option: tuple[str, tuple[Any, Any]]) -> inspect.Parameter:
    name, (kind, default) = option
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
