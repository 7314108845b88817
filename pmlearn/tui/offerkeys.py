"""Taking the feeds that come with what is followed, from any page that speaks of them."""

from __future__ import annotations

from pmlearn.tui.page import Page
from pmlearn.tui.told import told


class OfferKeys(Page):
    """A page with that key."""

    def action_add_offers(self) -> None:
        """Add them all, in one action, and ask for what is new."""
        self.shell.run_worker(self._add_offers())

    async def _add_offers(self) -> None:
        offers = await self.shell.attempt(lambda s: s.welcome.offers())
        if offers is None:
            return
        if not offers:
            none = "what you follow comes with no other feeds: {feeds}, then {add-feed}, adds any"
            self.shell.say(told(none))
        elif outcome := await self.shell.change(lambda s: s.feeds.add_offers(offers)):
            self.shell.action_refresh_feeds(*outcome.changed)
