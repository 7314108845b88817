"""How common words are where product management is written about: made of the shipped curricula.

`PMLEARN_WRITE_DOCS=1 pytest tests/model/test_topics.py` writes this file again.
"""

from __future__ import annotations

_WORDS = (
    "a:83 about:14 advert:3 after:7 again:3 against:3 agre:3 ai:2 all:5 alon:2 alreadi:2 also:3 an:22 "
    "and:80 ani:3 anoth:2 answer:10 anybodi:4 anyth:2 apart:2 ar:22 argu:2 argument:2 as:10 ask:17 "
    "at:12 back:4 backlog:2 bad:2 be:19 becaus:4 becom:2 been:2 befor:11 begin:2 behind:2 believ:2 "
    "besid:2 best:2 better:4 between:2 board:3 book:6 both:4 bring:3 bui:2 build:4 built:2 busi:2 "
    "by:19 calendar:2 call:2 can:23 cannot:5 case:5 certif:4 chang:8 chapter:3 check:3 choos:6 class:3 "
    "close:2 colleagu:3 come:6 compani:4 compar:2 cost:5 could:3 count:4 cours:3 custom:5 dai:10 "
    "data:2 date:5 decid:7 decis:4 design:2 did:2 differ:4 do:13 doe:7 done:2 down:4 draw:4 each:7 "
    "easi:2 eight:3 els:4 employ:3 end:5 engin:2 enough:3 even:5 everi:7 everybodi:3 everyth:3 "
    "experi:2 explain:3 fail:2 fall:2 featur:3 feel:3 few:3 fill:2 find:11 finish:2 firm:3 first:12 "
    "fit:2 five:10 follow:3 for:38 forti:3 four:6 free:2 from:16 gap:2 get:8 give:8 go:4 goe:2 good:6 "
    "group:2 growth:2 ha:16 habit:2 had:2 half:5 hand:2 happen:3 hard:2 have:19 hear:3 help:2 here:3 "
    "hire:2 hold:5 hour:10 how:9 hundr:2 i:2 idea:4 if:8 in:46 interview:5 into:7 is:58 it:51 item:2 "
    "job:7 keep:7 kind:3 know:12 last:6 later:2 launch:3 lead:2 learn:5 leav:5 left:2 let:5 like:7 "
    "line:4 list:8 littl:2 live:2 long:2 look:10 lose:2 made:3 mai:7 make:9 manag:10 mani:5 map:2 "
    "mark:2 market:2 mean:2 measur:2 meet:6 mind:2 minut:7 miss:2 monei:3 month:7 more:7 most:8 "
    "mostli:3 move:3 much:3 must:2 name:6 need:7 never:6 new:3 next:6 no:8 nobodi:11 none:2 not:15 "
    "note:2 noth:6 notic:2 now:2 number:5 of:52 off:2 often:4 old:2 on:61 onc:5 onli:6 open:3 or:11 "
    "order:3 other:10 out:10 over:3 own:10 owner:2 page:10 pai:3 paid:2 paper:3 part:3 peopl:28 "
    "person:7 pictur:2 piec:3 place:2 plan:7 polit:2 practic:2 prepar:2 price:3 problem:3 product:24 "
    "project:2 promis:3 public:2 purpos:2 put:5 quarter:4 question:12 read:10 reader:2 real:4 realli:2 "
    "reason:4 refus:2 rememb:2 request:2 research:2 rest:3 result:3 review:2 right:2 roadmap:3 room:2 "
    "round:2 rule:4 run:3 s:14 sai:12 said:2 same:7 scrum:2 second:4 see:5 seen:2 seldom:2 sell:2 "
    "sentenc:3 set:3 short:2 should:3 show:14 side:2 six:6 small:6 so:10 softwar:2 some:4 somebodi:15 "
    "someth:9 sort:2 spend:2 stai:2 stand:2 start:3 step:2 still:3 stop:3 stori:3 stranger:3 "
    "strategi:3 such:2 tabl:3 take:9 talk:6 teach:3 team:8 tell:7 ten:8 test:6 than:9 that:53 the:82 "
    "thei:16 their:6 them:15 then:4 there:5 these:2 thi:13 thing:13 think:2 those:3 three:16 through:2 "
    "time:6 titl:2 to:51 told:2 too:2 tool:4 trade:2 true:2 turn:6 twelv:2 twenti:3 two:17 until:3 "
    "up:8 us:9 user:5 usual:2 wa:7 wai:8 wait:2 want:7 watch:2 we:2 week:13 well:3 were:4 what:35 "
    "when:8 where:8 whether:7 which:17 while:3 who:21 whoever:4 whole:2 whom:3 why:3 will:14 with:33 "
    "within:2 without:9 word:4 work:16 worth:5 would:9 write:13 written:3 wrong:4 year:9 you:59 "
    "your:26 yourself:3"
)

SHARES: dict[str, int] = {
    stem: int(share) for stem, _, share in (word.partition(":") for word in _WORDS.split())
}
"""Percent of the steps that a word stands in, by its stem; of less than 2 nothing is said."""
