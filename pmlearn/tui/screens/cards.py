"""Practice: the cards of a step, or of a module, one question at a time, and its answer when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pmlearn.errors import InputError
from pmlearn.model.curriculum import curriculum_of
from pmlearn.model.text import plural
from pmlearn.tui.findpage import FindPage
from pmlearn.tui.sections import hint, labelled
from pmlearn.tui.told import told
from pmlearn.tui.widgets import ink
from pmlearn.tui.widgets.findtext import FindText
from pmlearn.tui.widgets.markdown import Block, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlearn.model.curriculum import Card, Step
    from pmlearn.wiring import Services


class Deck(NamedTuple):
    """What is practised."""

    title: str  # of the step or the module
    cards: tuple[tuple[Step, Card], ...]


class CardsPage(FindPage):
    """One card after the other; nothing is kept of it."""

    NAME = "cards"
    PLACE = "learn"
    UP = "checklist"
    NEXT, BEFORE = "next-card", "card-before"

    def __init__(self, ref: str, module: str = "", card: int = 0) -> None:
        super().__init__()
        self._ref = ref  # of a step, or the id of a curriculum
        self._module = module  # the id of one of its modules
        self._card = card  # the index of the card; the number of cards at the end
        self._revealed = False
        self._deck = Deck("", ())
        self.prose = FindText(classes="main")

    def fetch(self, services: Services) -> Deck:
        """Read the cards.

        Raises:
            UnknownError: there is no such step or curriculum any more.
            InputError: there are no cards.
        """
        if self._module:
            modules = services.curricula.get(self._ref).modules
            found = next((module for module in modules if module.id == self._module), None)
            title, steps = (found.title, found.steps) if found else ("", ())
        else:
            step, _ = services.steps.find(self._ref)
            title, steps = step.title, (step,)
        cards = tuple((step, card) for step in steps for card in step.cards)
        if not cards:
            raise InputError("there are no cards here any more", told("{back} goes back"))
        return Deck(title, cards)

    def accept(self, data: Deck) -> None:
        """Show the card that is up."""
        self._deck = data
        self._card = min(self._card, len(data.cards))
        self._draw()

    def address(self) -> dict[str, Any]:
        """What is practised, and the card."""
        return {"ref": self._ref, "module": self._module, "card": self._card}

    def up_address(self) -> dict[str, Any]:
        """The checklist, with the cursor on what is practised."""
        at = f"module:{self._module}" if self._module else self._ref
        return {"curriculum": curriculum_of(self._ref), "at": at}

    def action_turn(self) -> None:
        """Show the answer; where it is shown, the next question."""
        if self._revealed or self._card == len(self._deck.cards):
            self._turn_to(self._card + 1)
        else:
            self._revealed = True
            self._draw()

    async def action_card(self, by: int) -> None:
        """Go to the next match, or the one before, while one looks for something; else a question on."""
        if self.prose.matches:
            await self.action_find_next(by)
        else:
            self._turn_to(self._card + by)

    def _turn_to(self, card: int) -> None:
        to = max(0, min(card, len(self._deck.cards)))
        if to == self._card:
            self.shell.say(told("that was all: {back} goes back") if card > to else "this is the first card")
            return
        self._card, self._revealed = to, False
        self.shell.say("")
        self._draw()

    def _draw(self) -> None:
        self.head.set("Practise", self._deck.title)
        self.prose.show(self._end() if self._card == len(self._deck.cards) else self._blocks())

    def _blocks(self) -> Iterator[Block]:
        step, card = self._deck.cards[self._card]
        count = f"Question {self._card + 1} of {len(self._deck.cards)}"
        yield Block(((count, ink.MUTED),), space=0)
        if step.title != self._deck.title:
            yield Block(((step.title, ink.MUTED),), space=0)
        yield from blocks(card.question, [])
        if self._revealed:
            yield from labelled("Answer", card.answer, [])
        else:
            yield Block((("", None),), space=0)
            yield hint(told("{answer} shows the answer", "cards"))

    def _end(self) -> Iterator[Block]:
        yield Block(((f"That was all: {plural(len(self._deck.cards), 'card')}.", ink.STRONG),), space=0)
        yield hint(told("{back} goes back, {card-before} goes through them backwards", "cards"))
