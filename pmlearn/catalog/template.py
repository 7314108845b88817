"""What a new curriculum begins as: an example that checks clean, with a line on each of its keys."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from pmlearn.catalog.scalars import core
from pmlearn.catalog.yamltree import Scalar

if TYPE_CHECKING:
    from datetime import date

SCHEMA_FILE = "pmlearn.schema.json"
"""The file beside a curriculum in which its first line lets an editor look for the schema."""


def new_curriculum(id_: str, today: date) -> str:
    """Return the text of a file.

    Args:
        id_: the id, which is the name of the file too.
        today: the day on which links are said to have been checked.
    """
    title = id_.replace("-", " ").capitalize()
    written = id_ if isinstance(core(Scalar(1, 1, id_, plain=True)), str) else f'"{id_}"'
    return _TEMPLATE.substitute(schema=SCHEMA_FILE, id=written, title=title, today=today)


_TEMPLATE = Template("""\
# yaml-language-server: $$schema=$schema
#
# A curriculum: modules, and in each of them steps to tick, in the order in which they are shown.
# Replace what is here by your own. Lines that begin with # are for you; pmlearn does not read them.

format: 1                     # the format of this file: always 1
id: $id  # the name of this file without .yaml; never changed, for progress hangs on it
title: "$title"  # what it is called; a text with a colon in it goes in quotes
summary: >-                   # one to three sentences: for whom, how long, what one can do after it
  For anyone who has never talked to a customer about a product. In two evenings and one call you
  prepare an interview, hold it, and know what to do with what you heard.
version: "0.1"                # the version of this text, as you count
language: en                  # the language of the texts
authors: [Ada Lovelace]       # a list, in brackets or with a “- ” before each name
license: CC-BY-4.0            # what others may do with it: a name of https://spdx.org/licenses/
level: beginner               # beginner, intermediate, advanced or leader
topics: [discovery]           # plain tags; steps, feeds and what is read share them
# hours: 4                    # the whole of it; left out, its steps are added up
# was: [old-id]               # the ids it had before, so that progress comes along

modules:                      # stretches of steps under one heading
  - id: prepare               # unique in this file, and never changed
    title: Prepare
    summary: What to know before you talk to anybody.  # left out where the title says it all
    steps:
      - id: read-about-interviews      # unique in this file, and never changed
        title: Read how others do it   # begins with a verb
        # kind: book, course, certification, tool, article, video, podcast, exercise, project, event,
        # skill, reading, assessment or milestone
        kind: reading
        why: >-                        # the reason to do it, in one or two sentences
          Most first interviews fail in the same three ways, and all of them are known.
        do: |                          # what to do, in Markdown: lists, links, *emphasis*, `code`
          1. Read the page below once, quickly.
          2. Read it again and note the **three** mistakes that you would have made.
        done_when: Three mistakes are on paper, in your own words.  # a result that another could check
        minutes: 30                    # honest time for a slow day; or hours: 0.5
        cost: free                     # or a range with its currency and year: USD 20 to 30 (2026)
        provider: Example              # who offers it
        level: beginner                # where it differs from the whole
        topics: [interviews]           # besides those of the whole
        verified_on: $today         # the day on which you last checked what is said here
        resources:                     # links and books that help
          - type: article              # or book, video, podcast, course, tool, template, reference, …
            title: Interviews for beginners
            url: https://example.org/
            by: Grace Hopper           # author or publisher
            language: en               # en where it is left out
            cost: free
            checked: $today         # the day on which you last followed the link
            note: The first half is enough.
          - type: book
            title: Inspired
            isbn: "9781119387503"      # of a book: 13 digits; then it needs no url

      - id: read-the-book
        title: Read two chapters on discovery
        kind: book
        why: An interview is one tool of several, and these chapters put it in its place.
        done_when: You can say when an interview is the wrong tool.
        parts:                         # pieces that are ticked one by one; their minutes are added up
          - id: chapter-1              # unique in its step, and never changed
            title: Why plans are guesses
            minutes: 25
          - id: chapter-2
            title: Who to ask
            minutes: 25
            optional: true             # not counted in the percentage
        # was: [old-id]                # the ids it had before: progress comes along
        # retired: true                # instead of deleting it: shown no more, kept in the history
        # same_as: [other/its-step]    # a step of another curriculum that teaches the same

  - id: talk
    title: Talk and listen
    steps:
      - id: hold-one
        title: Hold one interview
        kind: exercise
        why: Reading about it changes nothing until somebody surprises you.
        do: Ask one person who used the product this week to tell you about the last time.
        done_when: You have a page of notes with three of their sentences, word for word.
        hours: 1.5
        requires:                      # steps that come first; a learner may go ahead all the same
          - read-about-interviews
          - step: read-the-book        # the same, with the reason
            why: It says whom to ask.
        alternatives: [watch-one]      # steps of which, with this one, one is enough
        evidence: The page of notes.   # what to keep, to show it later

      - id: watch-one
        title: Sit in on an interview of somebody else
        kind: event
        why: Where you cannot find a customer, watching is half of it.
        done_when: You have noted two questions that opened the other up.
        minutes: 60

      - id: check-yourself
        title: Check what you would do
        kind: assessment
        why: It shows what to read again, while it is fresh.
        done_when: You have answered, and turned the card over without peeking.
        minutes: 10
        options:                       # answers to choose from; choosing one ticks the step
          - id: surely
            title: I could hold the next one alone
          - id: not-yet
            title: I would rather sit in once more
            steps: [watch-one]         # where this answer leads
        cards:                         # questions for practice; the answer is revealed
          - id: last-time
            question: Why ask for the last time, and not for what people usually do?
            answer: What happened is a fact; what is usual is an opinion.

choices:                      # questions about the way to go, whose answer is kept
  - id: how
    title: How do you want to begin?
    why: Both ways lead to the same page of notes.
    options:
      - id: by-doing
        title: With a real person, this week
        fits:                 # whom it suits: goal, stage, budget, time
          time: two hours a week
        steps: [hold-one]
      - id: by-watching
        title: By watching somebody else
        steps: [watch-one]

feeds:                        # what to read beside it; whoever follows the curriculum is offered them
  - url: https://www.svpg.com/feed/
    title: SVPG
    topics: [discovery]

# include:                    # modules of another curriculum, shown here too; progress is shared
#   curriculum: orientation
#   modules: [the-work]       # left out: all of them
""")
